import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const deletedInFlight = scenario(
  '34: RaftCluster deleted in the middle of a removal, and re-created at once',
  async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
    scene.timeOnlyFollowers();
    await store.leadBy('arc-0');
    await store.setFaults({ delete: 'hang', member: 'arc-4', count: 1 });

    store.ungraceful();
    await store.scaleTo(3);
    const first = await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
    await raft.delete();
    const again = await scene.raftCluster({ admin: { removeTimeout: '15s' } });
    await again.verdictIs('arc-4', 'Waiting', 'Queued');
    scene.expectDeletes([{ member: 'arc-4', fault: 'hang' }]);

    await again.settledAs({ voters: ids(3), tolerance: 1 }, store);
    scene.expectDeletes([
      { member: 'arc-4', fault: 'hang', status: undefined },
      { member: 'arc-4', status: 200 },
      { member: 'arc-3', status: 200 },
    ]);
    // The new one knows nothing of the first DELETE, so it waits as long as that may still act.
    expect((scene.deletions[1]?.receivedAt ?? 0) - first.receivedAt).toBeGreaterThanOrEqual(17_500);
    again.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
    await scene.show('the new RaftCluster, when all is done');
  },
);

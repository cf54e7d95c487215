import type { ClusterObject } from '../kubernetes/storage/objects-of.ts';
import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
/** 3 s and the longest that a request may still act, 15 s. Milliseconds. */
const longestWait = 18_000;

export const deletedInFlight = scenario(
  '34a',
  'RaftCluster deleted in the middle of a removal, re-created at once',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang', member: 'arc-4', count: 1 });
    stage.store.ungraceful();
    stage.scale(3);
    await stage.deletion('arc-4');
    stage.users.recreateCluster(stage.users.deleteCluster(cluster) as ClusterObject);
    const recreatedAt = stage.world.now;
    await stage.verdict('arc-4', 'Waiting', 'Queued');
    stage.expectDeletes([{ member: 'arc-4', fault: 'hang' }]);

    await stage.settled({ voters: ids(3) });
    stage.expectDeletes([
      { member: 'arc-4', fault: 'hang', status: undefined },
      { member: 'arc-4', status: 200 },
      { member: 'arc-3', status: 200 },
    ]);
    // The new one knows nothing of the first DELETE, so it waits as long as that may still act.
    const waited = (stage.world.arc.removals[1]?.at ?? 0) - recreatedAt;
    stage.expect(waited >= longestWait, `the new one waited ${waited} ms`);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

export const deletedForGood = scenario(
  '34b',
  'RaftCluster deleted in the middle of a removal',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang', member: 'arc-4', count: 1 });
    stage.store.ungraceful();
    stage.scale(3);
    await stage.deletion('arc-4');
    stage.users.deleteCluster(cluster);
    await stage.pass(600_000);
    stage.expectDeletes([{ member: 'arc-4', fault: 'hang' }]);
    stage.expect(stage.world.arc.committed.length === 5, 'no voter was touched');
  },
);

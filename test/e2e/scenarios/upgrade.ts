import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const upgrade = scenario(
  'upgrade: replicas and pod template change in one write, 5→3 and a rolling restart at once',
  async (scene) => {
    const { store, raft } = await scene.healthy(5);
    scene.timeOnlyFollowers();
    const before = new Set(store.running.map(({ uid }) => uid));

    store.ungraceful();
    await store.upgradeTo(3);
    await store.allReady(3);
    expect(store.running.filter(({ uid }) => before.has(uid))).toEqual([]);
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
    await scene.pollsLater(1);
    scene.expectDeletes([
      { member: 'arc-4', status: 200 },
      { member: 'arc-3', status: 200 },
    ]);
    raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
    await scene.show('upgraded');
  },
);

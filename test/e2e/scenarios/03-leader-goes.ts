import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const leaderGoes = scenario('3: 3→2, the pod that goes was the leader', async (scene) => {
  const { store, raft } = await scene.healthy(3);
  await store.leadBy('arc-2');
  await raft.shows('arc-2 as leader', ({ leader }) => leader === 'arc-2');

  store.ungraceful();
  await store.scaleTo(2);
  await raft.settledAs({ voters: ids(2), tolerance: 0 }, store);
  const leader = await store.leader();
  expect(raft.status.leader).toBe(leader);
  scene.expectDeletes([{ on: leader, member: 'arc-2', status: 200 }]);
  raft.expectRemovals(['arc-2 Removed']);
  await scene.show('the former leader is removed');
});

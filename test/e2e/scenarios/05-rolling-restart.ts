import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const rollingRestart = scenario('5: rolling restart of every pod', async (scene) => {
  const { store, raft } = await scene.healthy(3);
  const before = new Set(store.running.map(({ uid }) => uid));

  await store.restartAll();
  await store.allReady(3);
  expect(store.running.filter(({ uid }) => before.has(uid))).toEqual([]);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  raft.expectRemovals([]);
});

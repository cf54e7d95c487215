import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const rollingRestart = scenario('5: rolling restart of every pod', async (scene) => {
  const { store, readers, raft } = await scene.healthy(3);
  const running = () => [store, readers].flatMap((set) => set?.running ?? []);
  const before = new Set(running().map(({ uid }) => uid));

  await Promise.all([store.restartAll(), readers?.restartAll()]);
  await Promise.all([store.allReady(3), readers?.allReady(2)]);
  expect(running().filter(({ uid }) => before.has(uid))).toEqual([]);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  raft.expectRemovals([]);
  await scene.show('restarted');
});

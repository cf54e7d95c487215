import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const thereAndBack = scenario('7: 5→3→5 within the delay', async (scene) => {
  const { store, raft } = await scene.healthy(5);

  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-3', 'Waiting', 'Settling');
  await raft.verdictIs('arc-4', 'Waiting', 'Settling');
  await store.scaleTo(5);
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await raft.verdictIs('arc-4', 'Keep', 'InRange');
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  raft.expectRemovals([]);
});

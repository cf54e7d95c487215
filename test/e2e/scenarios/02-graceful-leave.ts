import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const gracefulLeave = scenario('2: 5→3, the leaving nodes say goodbye', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  // A leader that leaves has nobody who would take it out.
  await store.leadBy('arc-0');

  await store.scaleTo(3);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  raft.expectRemovals([]);
  await scene.show('the store did it by itself');
});

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const elevenOrdinals = scenario('eleven: 12→9 in one set, ordinals of one and of two digits', async (scene) => {
  const { store, raft } = await scene.healthy(12);
  await store.leadBy('arc-1');
  await raft.settledAs({ voters: ids(12), tolerance: 5 }, store);

  store.ungraceful();
  await store.scaleTo(9);
  // Highest ordinal first, not the last in the order of letters, and never arc-1.
  await raft.settledAs({ voters: ids(9), tolerance: 4 }, store);
  const ghosts = ['arc-11', 'arc-10', 'arc-9'];
  scene.expectDeletes(ghosts.map((member) => ({ member, status: 200 })));
  raft.expectRemovals(ghosts.map((member) => `${member} Removed`));
  await scene.show('nine of twelve');
});

import { waitUntil } from '../../testbed/wait-until.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

/** Milliseconds of the delay that are left when the pods are wanted again: they are back before it ends. */
const left = 4_000;

export const thereAndBack = scenario('7: 5→3→5 within the delay', async (scene) => {
  const { store, raft } = await scene.healthy(5);

  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-3', 'Waiting', 'Settling');
  await raft.verdictIs('arc-4', 'Waiting', 'Settling');
  const removableAt = Math.min(...(raft.status.members ?? []).map(({ removableAt: at = '9999' }) => Date.parse(at)));
  await waitUntil('most of the delay to pass', { timeout: 20_000 }, () => Date.now() >= removableAt - left);
  await store.scaleTo(5);
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await raft.verdictIs('arc-4', 'Keep', 'InRange');
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  raft.expectRemovals([]);
  await scene.show('as before');
});

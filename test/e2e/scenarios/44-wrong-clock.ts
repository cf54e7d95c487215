import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

const twoMinutes = 120_000;

export const wrongClock = scenario('44: the clock of the leader is 2 min ahead, then 2 min behind', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  scene.timeOnlyFollowers();
  await store.leadBy('arc-0');
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);

  store.ungraceful();
  await store.node('arc-0').setFaults({ clockSkewMs: twoMinutes });
  await store.scaleTo(4);
  await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
  await store.node('arc-0').setFaults({ clockSkewMs: -twoMinutes });
  await store.scaleTo(3);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', on: 'arc-0', status: 200 },
    { member: 'arc-3', on: 'arc-0', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  raft.expectNever('StillAlive');
  await scene.show('both removed');
});

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

/** Played alone: the bed has one API server. */
export const apiServerAway = scenario('error: the API server is away for a while', async (scene) => {
  const { store, raft, operator } = await scene.healthy(5);
  const { controlPlane } = scene.suite.bed;
  const withoutApiServer = async (act: () => Promise<void>) => {
    await controlPlane.stopApiServer();
    try {
      await act();
    } finally {
      await controlPlane.startApiServer();
    }
  };
  scene.timeOnlyFollowers();

  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-4', 'Waiting', 'Settling');
  await withoutApiServer(async () => {
    await operator.readyzIs(503, /RaftClusters: /);
    await scene.pollsLater(2);
    scene.expectDeletes([]);
  });
  await operator.readyzIs(200, /ok/);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  await scene.show('once it is back');

  await withoutApiServer(() => operator.stop());
});

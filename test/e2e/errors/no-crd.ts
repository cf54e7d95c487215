import { scenario } from '../harness/scenario.ts';

/** Played before anything else: afterwards the bed has the CRD. */
export const noCrd = scenario('error: the CRD is not installed, then it is', async (scene) => {
  const operator = await scene.operator();
  await operator.readyzIs(503, /RaftClusters: the CRD is not installed \(kubectl apply -f crds\/raftclusters.yaml\)/);

  await scene.suite.crds();
  await operator.readyzIs(200, /ok/);
  const store = await scene.store(1);
  const raft = await scene.raftCluster();
  await raft.settledAs({ voters: ['arc-0'] }, store);
  await scene.show('once it is installed');
});

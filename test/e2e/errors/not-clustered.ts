import { scenario } from '../harness/scenario.ts';

export const notClustered = scenario('error: the store is not clustered', async (scene) => {
  const store = await scene.store(1);
  await store.setFaults({ clustered: false });
  await scene.operator();
  const raft = await scene.raftCluster();
  await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'NotClustered', message: /arc-0/ });
  await raft.shows('the pod as an absentee', ({ absentees }) => absentees?.[0]?.pod === 'arc-0' && absentees[0].why === 'NotClustered');

  await store.setFaults({});
  await raft.settledAs({ voters: ['arc-0'] }, store);
});

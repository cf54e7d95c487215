import { scenario } from '../harness/scenario.ts';

export const notClustered = scenario('error: the store is not clustered', async (scene) => {
  const store = await scene.store(1);
  await scene.operator();
  const raft = await scene.raftCluster();
  await raft.settledAs({ voters: ['arc-0'] }, store);

  // Twice, so that an event repeats itself.
  for (let time = 0; time < 2; time++) {
    await store.setFaults({ clustered: false });
    await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'NotClustered', message: /arc-0/ });
    await raft.expectEvents('NotClustered');
    await scene.show('not clustered');
    await store.setFaults({});
    await raft.settledAs({ voters: ['arc-0'] }, store);
  }
});

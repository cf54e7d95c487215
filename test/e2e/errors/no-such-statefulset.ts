import { scenario } from '../harness/scenario.ts';

export const noSuchStatefulSet = scenario('error: no such StatefulSet', async (scene) => {
  await scene.operator();
  const raft = await scene.raftCluster();
  await raft.conditionIs('QuorumHealthy', {
    status: 'Unknown',
    reason: 'TargetMissing',
    message: /StatefulSet arc does not exist/,
  });
  await raft.conditionIs('Ready', { status: 'Unknown', reason: 'TargetMissing' });
  await raft.expectEvents('TargetMissing');
  await scene.show('no such StatefulSet');

  const store = await scene.store(1);
  await raft.settledAs({ voters: ['arc-0'] }, store);
});

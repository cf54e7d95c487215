import { scenario } from '../harness/scenario.ts';

export const wrongPort = scenario('error: wrong port', async (scene) => {
  const store = await scene.store(1);
  await scene.operator();
  const raft = await scene.raftCluster({ admin: { port: 8002 } });
  await raft.conditionIs('QuorumHealthy', {
    status: 'Unknown',
    reason: 'AdminUnreachable',
    message: /arc-0.*:8002.*ECONNREFUSED/,
  });
  await raft.expectEvents('AdminUnreachable');
  await scene.show('wrong port');

  await raft.apply({});
  await raft.settledAs({ voters: ['arc-0'] }, store);
});

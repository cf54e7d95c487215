import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const survivorDown = scenario('9: 5→3 while one of the three survivors is down', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  const { agent } = scene.suite.bed;
  scene.timeOnlyFollowers();

  store.ungraceful();
  await agent.killAndStayDown(store.pod('arc-1'));
  await store.scaleTo(3);
  await raft.conditionIs('QuorumHealthy', {
    status: 'False',
    reason: 'QuorumLost',
    message: /2 of 5 voters answer, 3 are needed/,
  });
  await scene.pollsLater(2);
  await raft.verdictIs('arc-4', 'Blocked', 'QuorumLost');
  await scene.show('quorum lost');
  scene.expectDeletes([]);

  agent.release(store.pod('arc-1'));
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
});

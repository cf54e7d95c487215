import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const idsWrongByOne = scenario('40: the memberId template is wrong by one', async (scene) => {
  // Pod arc-0 is node arc-1: the member called arc-4 lives in the pod arc-3, which is wanted.
  const store = await scene.store(5, { ids: 'oneBased' });
  await scene.operator();
  const raft = await scene.raftCluster();
  const calls = /calls itself arc-1/;
  await raft.conditionIs('Ready', { status: 'Unknown', reason: 'IdentityMismatch', message: calls });
  await raft.absenteeIs('arc-3', 'OtherId', /calls itself arc-4, not arc-3/);

  store.ungraceful();
  await store.scaleTo(4);
  await scene.pollsLater(3);
  scene.expectDeletes([]);
  await store.everyNodeLists(ids(6).slice(1));
  await scene.show('five voters, four pods');
});

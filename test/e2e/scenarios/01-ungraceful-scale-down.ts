import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const ungracefulScaleDown = scenario('1: 5→3, killed without leave', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  const leader = await store.leader();

  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-4', 'Waiting', 'Settling');
  await raft.conditionIs('Reconciling', { status: 'True', reason: 'Settling', message: /arc-3.*arc-4/ });
  scene.expectDeletes([]);
  await raft.conditionIs('MembersInSync', { status: 'False', message: /Gone for good, but still members/ });

  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { on: leader, member: 'arc-4', status: 200 },
    { on: leader, member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  await scene.show('both removed');
  await raft.expectEvents('Healthy', 'Settling', 'RemovingVoter', 'Removed');
});

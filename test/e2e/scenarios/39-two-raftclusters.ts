import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const twoRaftClusters = scenario('39: two RaftClusters name one StatefulSet', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  scene.timeOnlyFollowers();
  // Of equal age to the second, it would still be the younger by its name.
  const younger = await scene.raftCluster({}, 'brother');
  const conflict = /StatefulSet arc belongs to the older RaftCluster arc/;
  await younger.conditionIs('Stalled', { status: 'True', reason: 'TargetConflict', message: conflict });
  await younger.conditionIs('Ready', { status: 'False', reason: 'TargetConflict', message: conflict });

  store.ungraceful();
  await store.scaleTo(4);
  await younger.verdictIs('arc-4', 'Blocked', 'TargetConflict');
  await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-4', status: 200 }]);
  await scene.show('the older has acted, the younger is stalled');

  await raft.delete();
  await store.scaleTo(3);
  await younger.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  younger.expectRemovals(['arc-3 Removed']);
});

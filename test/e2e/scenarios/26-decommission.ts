import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

const spent = /spec.decommission named it once and was honoured; take the entry out, and put it back only if/;

export const decommission = scenario('26: decommission a foreign voter, and by mistake a wanted one', async (scene) => {
  const { store, raft } = await scene.healthy(3);
  const other = await scene.store(1, { name: 'other', seedSet: 'arc' });
  await raft.settledAs({ voters: [...ids(3), 'other-0'] }, store, other);

  // By mistake twice: both are wanted.
  const entries = { decommission: ['other-0', 'arc-1'] };
  const wanted = /^StatefulSet other wants this pod \(ordinal 0\); spec.decommission does not apply to a pod that is/;
  await raft.apply(entries);
  await raft.verdictIs('other-0', 'Keep', 'InRange', wanted);
  await raft.verdictIs('arc-1', 'Keep', 'InRange', /^StatefulSet arc wants this pod \(ordinals 0 to 2\); spec.decomm/);
  await scene.pollsLater(2);
  await scene.show('both are wanted');
  scene.expectDeletes([]);

  store.ungraceful();
  await other.scaleTo(0);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'other-0', status: 200 }]);
  raft.expectRemovals(['other-0 Removed']);

  // Honoured once: it comes back, and is not removed again when it goes.
  await other.start(1);
  await raft.settledAs({ voters: [...ids(3), 'other-0'] }, store, other);
  await other.scaleTo(0);
  await raft.verdictIs('other-0', 'Blocked', 'DecommissionSpent', spent);
  await raft.conditionIs('RemovalBlocked', { status: 'True', reason: 'DecommissionSpent', message: /^other-0: / });
  await scene.pollsLater(2);
  await scene.show('honoured once');
  scene.expectDeletes([{ member: 'other-0', status: 200 }]);

  scene.timeOnlyFollowers();
  await raft.apply({});
  await raft.verdictIs('other-0', 'Unmanaged', 'Unmanaged');
  await raft.apply(entries);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'other-0', status: 200 },
    { member: 'other-0', status: 200 },
  ]);
  raft.expectRemovals(['other-0 Removed', 'other-0 Removed']);
});

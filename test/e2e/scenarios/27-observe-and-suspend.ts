import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const observeAndSuspend = scenario('27: Observe, then suspended, then let go', async (scene) => {
  const { store, raft } = await scene.healthy(5, { removal: { mode: 'Observe' } });
  scene.timeOnlyFollowers();
  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-3', 'Blocked', 'ObserveOnly');
  await raft.verdictIs('arc-4', 'Blocked', 'ObserveOnly');
  await raft.conditionIs('RemovalBlocked', { status: 'True', reason: 'ObserveOnly' });
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  await scene.show('the whole plan');

  // A neighbour of the same operator shows that it goes on asking, and how much time has passed.
  await scene.store(1, { name: 'neighbour' });
  const neighbour = await scene.raftCluster({ members: [{ statefulSet: 'neighbour' }] }, 'neighbour');
  await raft.apply({ suspend: true });
  await raft.conditionIs('Suspended', { status: 'True', reason: 'Suspended' });
  const since = Date.now();
  await neighbour.settledAs({ voters: ['neighbour-0'] });
  await scene.pollsLater(2);
  expect(scene.requests.filter(({ at, pod }) => at > since && pod.startsWith('arc-'))).toEqual([]);
  expect(raft.status.statefulSets).toMatchObject([{ name: 'arc', replicas: 3, minSafeReplicas: 3 }]);
  await scene.show('suspended, beside a neighbour');

  await raft.apply({});
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  expect(raft.status.conditions?.some(({ type }) => type === 'Suspended')).toBe(false);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
});

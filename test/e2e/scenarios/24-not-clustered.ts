import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const notClusteredPod = scenario('24: pods that answer and say that they are not clustered', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  await store.leadBy('arc-0');
  const alone = await scene.store(1, { name: 'alone', flags: ['--clustered=false'] });
  await raft.apply({ members: [{ statefulSet: 'arc' }, { statefulSet: 'alone' }] });
  await raft.absenteeIs('alone-0', 'NotClustered');
  // Why it is no member is for the store's operator to find out; nothing is wrong with the members.
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await scene.show('a pod that is not clustered');
  await alone.scaleTo(0);

  await store.node('arc-1').setFaults({ clustered: false });
  await raft.shows('arc-1 as not live', ({ liveVoters, members = [] }) =>
    members.some(({ id, live }) => liveVoters === 4 && id === 'arc-1' && !live),
  );
  store.ungraceful();
  await store.scaleTo(3);
  // Two of five are live voters; a third answers, and is none.
  const unknown = {
    status: 'Unknown',
    reason: 'NotClustered',
    message: /2 of 5 voters .*\(quorum 3\).*arc-1: /,
  } as const;
  await raft.conditionIs('QuorumHealthy', unknown);
  await raft.verdictIs('arc-4', 'Blocked', 'NotClustered', /arc-1: /);
  await scene.pollsLater(2);
  await scene.show('too few live voters');
  scene.expectDeletes([]);
  expect(raft.status.liveVoters).toBeUndefined();

  await store.node('arc-1').setFaults({});
  scene.timeOnlyFollowers();
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-4' }, { member: 'arc-3' }]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
});

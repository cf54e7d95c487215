import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const fullDisk = scenario('45: the log of one follower does not move', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  await store.leadBy('arc-0');
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await store.node('arc-1').setFaults({ log: 'stuck' });

  store.ungraceful();
  await store.scaleTo(4);
  await raft.becomes('the end of the removal', ({ voters, removal }) => voters === 4 && removal === undefined);
  scene.expectDeletes([{ member: 'arc-4', on: 'arc-0', status: 200 }]);
  raft.expectRemovals(['arc-4 Removed']);
  // Its pod is Ready and its heartbeats go on: only its log tells.
  await raft.conditionIs('QuorumHealthy', { status: 'True', reason: 'Healthy', message: /Not live: arc-1 / });
  await raft.becomes('no room for another', ({ statefulSets }) => statefulSets?.[0]?.minSafeReplicas === 4);
  expect(raft.status).toMatchObject({ liveVoters: 3, faultTolerance: 0 });
  await store.allReady(4);
  await scene.show('one of four is not live');

  await store.node('arc-1').setFaults({});
  await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-4', status: 200 }]);
});

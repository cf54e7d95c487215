import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const inRangePods = scenario('4: in-range pods crash, are evicted and force-deleted', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  const { agent, kube } = scene.suite.bed;
  await store.leadBy('arc-0');
  store.ungraceful();

  // Down for longer than the delay, two at a time: one crash-looping, one evicted whose successor does not start.
  await agent.killAndStayDown(store.pod('arc-4'));
  agent.hold(store.pod('arc-3'));
  await kube.evict(scene.namespace, 'arc-3');
  await raft.shows('two voters that are not live', ({ liveVoters }) => liveVoters === 3);
  await scene.pollsLater(2);
  await raft.verdictIs('arc-3', 'Keep', 'InRange');
  await raft.verdictIs('arc-4', 'Keep', 'InRange');
  await scene.show('two wanted pods are down');
  agent.release(store.pod('arc-3'));
  agent.release(store.pod('arc-4'));
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);

  for (let crash = 0; crash < 3; crash++) await store.crash('arc-1');
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace: scene.namespace, name: 'arc-2' };
  await kube.delete(pod, { gracePeriodSeconds: 0 });
  await store.allReady(5);
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await scene.pollsLater(1);

  const verdicts = raft.history
    .flatMap(({ object }) => object.status?.members ?? [])
    .map(({ verdict, reason }) => `${verdict} ${reason}`);
  expect(new Set(verdicts)).toEqual(new Set(['Keep InRange']));
  scene.expectDeletes([]);
  raft.expectRemovals([]);
});

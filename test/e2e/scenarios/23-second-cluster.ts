import { expect } from '@jest/globals';

import { waitUntil } from '../../testbed/wait-until.ts';
import type { RaftCluster } from '../harness/raft-cluster.ts';
import type { Scene } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import type { Store } from '../harness/store.ts';

/** Of two claimants, in either order. */
const whoLeads =
  /^(?=.*arc-0 \(term \d+, 1 voter\))(?=.*arc-2 \(term \d+, 4 voters\)).*Stop the pods of the wrong cluster/;
const real = ['arc-1', 'arc-2', 'arc-3'];

export const secondCluster = scenario('23a: ordinal 0 comes back empty and leads a second cluster', async (scene) => {
  const { store, raft } = await scene.healthy(5, {}, { storage: 'emptyDir' });
  await withoutFirst(scene, store, raft);
  scene.timeOnlyFollowers();

  store.ungraceful();
  await store.scaleTo(4);
  await raft.verdictIs('arc-4', 'Waiting', 'Settling');
  scene.suite.bed.agent.release(store.pod('arc-0'));
  await raft.conditionIs('QuorumHealthy', { status: 'False', reason: 'SplitBrain', message: whoLeads });
  await raft.conditionIs('Ready', { status: 'False', reason: 'SplitBrain' });
  await raft.expectEvents('SplitBrain');
  await scene.pollsLater(2);
  await raft.verdictIs('arc-4', 'Blocked', 'SplitBrain', whoLeads);
  await scene.show('two clusters');
  scene.expectDeletes([]);

  await scene.suite.bed.agent.killAndStayDown(store.pod('arc-0'));
  await raft.settledAs({ voters: real, tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-4', on: 'arc-2', status: 200 }]);
  raft.expectRemovals(['arc-4 Removed']);
});

export const onlySecondCluster = scenario(
  '23b: only the second cluster answers while a removal is in flight',
  async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } }, { storage: 'emptyDir' });
    const { agent } = scene.suite.bed;
    await withoutFirst(scene, store, raft);
    scene.timeNothing();
    await store.node('arc-2').setFaults({ delete: 'hang', count: 1 });

    store.ungraceful();
    await store.scaleTo(4);
    await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
    for (const id of real) await store.node(id).setFaults({ view: 'hang' });
    const releasedAt = Date.now();
    agent.release(store.pod('arc-0'));
    // It leads a cluster of one that has never heard of the member: that says nothing of what became of it.
    await waitUntil('its leader to be asked', { timeout: 30_000 }, () =>
      scene.requests.some(({ at, node, isLeader }) => at > releasedAt && node === 'arc-0' && isLeader),
    );
    await raft.verdictIs('arc-4', 'Removing', 'RemovalUnconfirmed', /whether it took effect cannot be proven yet/);
    await scene.pollsLater(2);
    expect(raft.status).toMatchObject({ removal: { member: 'arc-4' } });
    await scene.show('only the second cluster answers');
    raft.expectRemovals([]);

    for (const id of real) await store.node(id).setFaults({});
    await raft.conditionIs('QuorumHealthy', { status: 'False', reason: 'SplitBrain', message: whoLeads });
    await agent.killAndStayDown(store.pod('arc-0'));
    await raft.settledAs({ voters: real, tolerance: 1 }, store);
    scene.expectDeletes([
      { member: 'arc-4', on: 'arc-2', fault: 'hang' },
      { member: 'arc-4', on: 'arc-2', status: 200 },
    ]);
    raft.expectRemovals(['arc-4 NotRemoved', 'arc-4 Removed']);
  },
);

/** `arc-2` leads; `arc-0` said goodbye, its disk is gone, and its next process waits to be released. */
async function withoutFirst({ suite, namespace }: Scene, store: Store, raft: RaftCluster): Promise<void> {
  const { agent, kube } = suite.bed;
  await store.leadBy('arc-2');
  await raft.becomes('arc-2 leading all five', ({ leader, liveVoters }) => leader === 'arc-2' && liveVoters === 5);
  agent.hold(store.pod('arc-0'));
  await kube.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name: 'arc-0' });
  await store.everyNodeLists([...real, 'arc-4']);
}

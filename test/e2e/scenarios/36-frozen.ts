import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import type { RaftCluster } from '../harness/raft-cluster.ts';
import { scenario } from '../harness/scenario.ts';

export const frozen = scenario(
  '36: an in-range pod is frozen, comes back, and is a candidate that no leader takes in',
  async (scene) => {
    const { store, raft } = await scene.healthy(5);
    const { agent } = scene.suite.bed;
    await store.leadBy('arc-0');
    await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
    expect(raft.status.statefulSets).toMatchObject([{ liveVoters: 5, minSafeReplicas: 3 }]);

    agent.freeze(store.pod('arc-1'));
    await oneLess(raft, /Not live: arc-1 does not answer\./);
    await scene.show('frozen');
    agent.thaw(store.pod('arc-1'));
    await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);

    // What Arc's own nodes may do after such a sleep, and for a long while: Ready, answering, and without a leader.
    await store.node('arc-1').partitionFrom('*');
    await oneLess(raft, /Not live: arc-1 knows no leader/);
    await store.allReady(5);
    await scene.pollsLater(2);
    await scene.show('a candidate');
    scene.expectDeletes([]);

    await store.node('arc-1').partitionFrom();
    await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
    await scene.pollsLater(1);
    scene.expectDeletes([]);
    raft.expectRemovals([]);
  },
);

async function oneLess(raft: RaftCluster, message: RegExp): Promise<void> {
  await raft.conditionIs('QuorumHealthy', { status: 'True', reason: 'Healthy', message });
  await raft.becomes('room for one pod only', ({ liveVoters, statefulSets }) => {
    return liveVoters === 4 && statefulSets?.[0]?.minSafeReplicas === 4;
  });
  await raft.verdictIs('arc-1', 'Keep', 'InRange');
}

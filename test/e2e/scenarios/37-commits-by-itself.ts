import { expect } from '@jest/globals';

import { waitUntil } from '../../testbed/wait-until.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const commitsByItself = scenario(
  '37: a removal is answered 500 without quorum, and commits when the cluster comes back',
  async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
    const { agent } = scene.suite.bed;
    // Both wait for a leader.
    scene.timeNothing();
    await store.leadBy('arc-0');
    // They follow and say so, but take no entry: the removal gets no further than the leader's own log.
    const others = ['arc-1', 'arc-2'];
    for (const name of others) await store.node(name).setFaults({ log: 'stuck' });

    store.ungraceful();
    await store.scaleTo(3);
    await scene.deletion('the DELETE', ({ member }) => member === 'arc-4');
    await waitUntil('the leader to show what it would like to commit', { timeout: 10_000 }, async () => {
      return !(await store.node('arc-0').voters()).includes('arc-4');
    });
    await Promise.all(others.map((name) => agent.killAndStayDown(store.pod(name))));
    await raft.conditionIs('QuorumHealthy', { status: 'False', reason: 'QuorumLost', message: /arc-1, arc-2/ });
    await raft.verdictIs('arc-4', 'Removing', 'RemovalUnconfirmed');
    await scene.pollsLater(1);
    scene.expectDeletes([{ member: 'arc-4', on: 'arc-0', status: 500 }]);
    raft.expectRemovals([]);
    await scene.show('without quorum, and the removal unconfirmed');

    // Of all logs that are left only the leader's holds the removal, so no other can be elected.
    for (const name of others) agent.release(store.pod(name));
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
    await raft.becomes('the clean-up', ({ leftovers, removal }) => leftovers?.length === 1 && !removal);
    raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
    scene.expectDeletes([
      { member: 'arc-4', status: 500 },
      { member: 'arc-3', status: 200 },
      { member: 'arc-4', status: 200 },
    ]);
    expect(raft.status.leftovers).toMatchObject([{ id: 'arc-4' }]);
    await scene.show('committed by itself, and cleaned up');
  },
);

import { scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

const options = {
  sets: [{ name: 'arc', replicas: 5, parallel: true, keepsData: false }],
  spec: { admin: { removeTimeout: '15s' } },
};
/** Of two claimants, in either order. */
const whoLeads =
  /^(?=.*arc-0 \(term \d+, 1 voter\))(?=.*arc-2 \(term \d+, 4 voters\)).*Stop the pods of the wrong cluster/;
const real = ['arc-1', 'arc-2', 'arc-3'];

export const secondCluster = scenario(
  '23a',
  'ordinal 0 comes back empty and leads a second cluster',
  options,
  async (stage) => {
    await withoutFirst(stage);
    stage.store.ungraceful();
    stage.scale(4);
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    stage.pods.release('arc-0');
    await stage.condition('QuorumHealthy', { status: 'False', reason: 'SplitBrain', message: whoLeads });
    await stage.condition('Ready', { status: 'False', reason: 'SplitBrain' });
    await stage.polls(6);
    await stage.verdict('arc-4', 'Blocked', 'SplitBrain', whoLeads);
    stage.expectDeletes([]);

    stage.pods.stayDown('arc-0');
    await stage.settled({ voters: real });
    stage.expectDeletes([{ member: 'arc-4', node: 'arc-2', status: 200 }]);
    stage.expectRemovals('arc-4 Removed');
    stage.expectEvents('SplitBrain');
  },
);

export const onlySecondCluster = scenario(
  '23b',
  'only the second cluster answers while a removal is in flight',
  options,
  async (stage) => {
    await withoutFirst(stage);
    stage.store.faults({ delete: 'hang', count: 1 }, 'arc-2');
    stage.store.ungraceful();
    stage.scale(4);
    await stage.deletion('arc-4');
    stage.store.faults({ view: 'hang' }, 'arc-1', 'arc-3');
    stage.store.faults({ view: 'hang', delete: 'hang' }, 'arc-2');
    stage.pods.release('arc-0');
    // It leads a cluster of one that has never heard of the member: that says nothing of what became of it.
    await stage.verdict('arc-4', 'Removing', 'RemovalUnconfirmed', /whether it took effect cannot be proven yet/);
    await stage.until('the second cluster', () => stage.store.node('arc-0').raft.isLeader);
    await stage.polls(6);
    stage.expect(stage.status.removal?.member === 'arc-4', 'the removal is still in flight');
    stage.expectRemovals();

    stage.store.faults({}, ...real);
    await stage.condition('QuorumHealthy', { status: 'False', reason: 'SplitBrain', message: whoLeads });
    stage.pods.stayDown('arc-0');
    await stage.settled({ voters: real });
    stage.expectDeletes([
      { member: 'arc-4', node: 'arc-2', fault: 'hang' },
      { member: 'arc-4', node: 'arc-2', status: 200 },
    ]);
    stage.expectRemovals('arc-4 NotRemoved', 'arc-4 Removed');
  },
);

/** `arc-2` leads; `arc-0` said goodbye, its disk is gone, and its next process waits to be released. */
async function withoutFirst(stage: Stage): Promise<void> {
  await stage.healthy({ leader: 'arc-2' });
  stage.pods.hold('arc-0');
  stage.pods.delete('arc-0');
  await stage.until('the others to be without arc-0', () => stage.world.arc.committed.length === 4);
  const { uid } = stage.pods.find('arc-0')?.metadata ?? {};
  await stage.until('the next pod arc-0', () => (stage.pods.find('arc-0')?.metadata.uid ?? uid) !== uid);
}

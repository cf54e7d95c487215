import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
const others = ['arc-1', 'arc-2'];

export const commitsByItself = scenario(
  '37',
  'a removal answered 500 without quorum commits when the cluster comes back',
  options,
  async (stage) => {
    await stage.healthy();
    // They follow and say so, but take no entry: the removal gets no further than the leader's own log.
    stage.store.faults({ log: 'stuck' }, ...others);
    stage.store.ungraceful();
    stage.scale(3);
    await stage.deletion('arc-4');
    await stage.until(
      'the leader to show what it would like to commit',
      () => !stage.store.shown('arc-0').includes('arc-4'),
    );
    for (const name of others) stage.pods.stayDown(name);
    await stage.condition('QuorumHealthy', { status: 'False', reason: 'QuorumLost', message: /arc-1, arc-2/ });
    await stage.verdict('arc-4', 'Removing', 'RemovalUnconfirmed');
    await stage.polls(4);
    stage.expectDeletes([{ member: 'arc-4', node: 'arc-0', status: 500 }]);
    stage.expectRemovals();

    // Of all logs that are left only the leader's holds the removal, so no other can be elected.
    for (const name of others) stage.pods.release(name);
    await stage.settled({ voters: ids(3) });
    await stage.shows('the clean-up', ({ leftovers, removal }) => leftovers?.length === 1 && !removal);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
    stage.expectDeletes([
      { member: 'arc-4', status: 500 },
      { member: 'arc-3', status: 200 },
      { member: 'arc-4', status: 200 },
    ]);
    stage.expect(stage.status.leftovers?.[0]?.id === 'arc-4', 'the leftover is arc-4');
  },
);

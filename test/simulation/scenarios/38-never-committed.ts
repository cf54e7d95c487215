import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
const others = ['arc-1', 'arc-2', 'arc-3'];

export const neverCommitted = scenario(
  '38',
  'the leader lacks the member, loses its leadership, and never committed that',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ log: 'stuck' }, ...others);
    stage.store.ungraceful();
    stage.scale(4);
    await stage.deletion('arc-4');
    await stage.until(
      'the leader to show what it would like to commit',
      () => !stage.store.shown('arc-0').includes('arc-4'),
    );
    stage.expectRemovals();
    // Nobody can be asked but the one that led: it alone shows the member as removed.
    for (const name of others) stage.pods.freeze(name);
    await stage.polls(4);
    stage.expectRemovals();
    stage.store.isolate('arc-0');
    for (const name of others) stage.pods.thaw(name);
    stage.store.faults({}, ...others);
    await stage.shows('another leader', ({ leader = '' }) => others.includes(leader));

    await stage.shows('the end of the second removal', ({ removals }) => removals?.length === 2);
    stage.store.reconnect('arc-0');
    await stage.settled({ voters: ids(4) });
    stage.expectRemovals('arc-4 NotRemoved', 'arc-4 Removed');
    stage.expectDeletes([
      { member: 'arc-4', node: 'arc-0', status: 500 },
      { member: 'arc-4', status: 200 },
    ]);
  },
);

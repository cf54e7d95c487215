import { scenario } from './scenario.ts';
import { ids } from './stage.ts';
import { records } from './status-writes.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
/** Milliseconds: views are under way whenever the leader begins the removal. */
const [delayMs, viewSplitMs] = [450, 500];

export const readBitByBit = scenario(
  '22e',
  'the leader’s view is older than the configuration in it, which is not committed',
  options,
  async (stage) => {
    await stage.healthy();
    const followers = ['arc-1', 'arc-2', 'arc-3'];
    stage.store.faults({ log: 'stuck' }, ...followers);
    stage.store.ungraceful();
    stage.once('arrived', records('arc-4'), () =>
      stage.store.faults({ delete: 'slow-before', delayMs, viewSplitMs }, 'arc-0'),
    );
    stage.scale(4);
    const isShown = (): boolean => stage.store.shown('arc-0').join() === ids(4).join();
    await stage.until('arc-0 to show what it would like to commit', isShown);
    await stage.polls();
    stage.expect(stage.status.removal?.member === 'arc-4', 'the removal of arc-4 is not proven');
    stage.expectRemovals();

    stage.store.faults({}, 'arc-0', ...followers);
    await stage.settled({ voters: ids(4) });
    stage.expectDeletes(['arc-4']);
    stage.expectRemovals('arc-4 Removed');
  },
);

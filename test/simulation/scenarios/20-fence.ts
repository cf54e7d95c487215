import type { Passage } from '../engine/exchange.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';
import { records } from './status-writes.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };

// Not a minute, over which the connection to the leader would be closed, too.
export const asleepForSeconds = scenario(
  '20d',
  'the operator sleeps for five seconds between fence and send',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.once('answered', records('arc-4'), ({ process }) => process.stand(5_000));
    stage.scale(3);
    await stage.until('the record', () => stage.status.removal?.member === 'arc-4');
    await stage.until('its end', () => stage.status.removal === undefined);
    stage.expectDeletes([]);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

export const lateRecord = scenario(
  '20e',
  'two operators believe they lead, the record of one is almost a second on its way',
  options,
  async (stage) => {
    await stage.healthy();
    stage.startOperator();
    await stage.pass(20_000);
    stage.store.ungraceful();
    let isFirst = true;
    stage.delay((exchange): Partial<Passage> => {
      if (!isFirst || !records('arc-4')(exchange)) return {};
      isFirst = false;
      return { there: 800 };
    });
    // The first removal hangs, so that its record is still there.
    stage.store.faults({ delete: 'hang', count: 1 });
    stage.scale(3);
    await stage.deletion('arc-4');
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3', 'arc-4']);
    stage.expectRemovals('arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed');
  },
);

export const lostRecord = scenario('20f', 'the write of a record is lost', options, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  let isFirst = true;
  stage.delay((exchange): Partial<Passage> => {
    if (!isFirst || !records('arc-4')(exchange)) return {};
    isFirst = false;
    return { fate: 'lost' };
  });
  stage.scale(3);
  await stage.settled({ voters: ids(3) });
  stage.expect(!isFirst, 'a record was lost');
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

import type { Passage } from '../engine/exchange.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';
import { removes } from './status-writes.ts';

/** Milliseconds for which the request is on its way: less than the store's longest act. */
const onItsWay = 12_000;

// That the member has gone is proven at once; that nothing of the request can take effect any more is not.
export const lateDelete = scenario(
  '20g',
  'killed with a DELETE on its way, while a person removes the member: the successor waits',
  { spec: { admin: { removeTimeout: '15s' } } },
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    let isFirst = true;
    stage.delay((exchange): Partial<Passage> => {
      if (!isFirst || !removes('arc-4')(exchange)) return {};
      isFirst = false;
      stage.world.timeline.after(10, () => {
        exchange.process.crash();
        stage.store.node('arc-0').remove('arc-4', () => {});
        stage.startOperator();
      });
      return { there: onItsWay };
    });
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expect(stage.world.operators[0]?.isOver === true, 'the first operator was killed');
    stage.expectDeletes([{ member: 'arc-4' }, { member: 'arc-3' }]);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

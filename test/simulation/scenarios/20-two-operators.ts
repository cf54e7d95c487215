import type { Passage } from '../engine/exchange.ts';
import { scenario } from './scenario.ts';
import { ids, type Stage } from './stage.ts';
import { records } from './status-writes.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
/** Milliseconds. */
const minute = 60_000;

// Nobody can know that nothing was sent, so the record of the sleeper ends by proof first.
export const asleepBeforeSend = scenario(
  '20a',
  'two operators believe they lead, one sleeps for a minute between fence and send',
  options,
  async (stage) => {
    await twoLeaders(stage);
    stage.once('answered', records('arc-4'), ({ process }) => process.stand(minute));
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-3', 'arc-4']);
    await stage.pass(2 * minute);
    stage.expectDeletes(['arc-3', 'arc-4']);
    stage.expectRemovals('arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed');
  },
);

// What its record is written onto is not the newest state any more.
export const asleepOverFence = scenario(
  '20b',
  'two operators believe they lead, the record of one is a minute on its way',
  options,
  async (stage) => {
    await twoLeaders(stage);
    let isFirst = true;
    stage.delay((exchange): Partial<Passage> => {
      if (!isFirst || !records('arc-4')(exchange)) return {};
      isFirst = false;
      exchange.process.stand(minute);
      return { there: minute };
    });
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    await stage.pass(2 * minute);
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

export const bothAwake = scenario('20c', 'two operators believe they lead, both awake', options, async (stage) => {
  await twoLeaders(stage);
  stage.scale(3);
  await stage.settled({ voters: ids(3) });
  await stage.pass(minute);
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

async function twoLeaders(stage: Stage): Promise<void> {
  await stage.healthy();
  stage.startOperator();
  await stage.pass(20_000);
  stage.store.ungraceful();
}

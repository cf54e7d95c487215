import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { removal: { delay: '60s' } } };
const hour = 3_600_000;

export const clockJumps = scenario(
  '44b',
  'the operator’s wall clock jumps an hour ahead while two pods settle, and two hours back',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(4);
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    const { clock } = stage.operator.process;
    clock.jump(hour);
    await stage.pass(30_000);
    stage.expectDeletes([]);
    clock.jump(-2 * hour);
    // It is as long as before, by the clock that does not jump.
    await stage.settled({ voters: ids(4), longest: 60_000 });
    stage.expectDeletes(['arc-4']);
    stage.expectRemovals('arc-4 Removed');
  },
);

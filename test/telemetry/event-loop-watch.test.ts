import { expect, test } from '@jest/globals';

import { EventLoopWatch } from '../../src/telemetry/event-loop-watch.ts';
import { ManualClock } from '../kube/manual-clock.ts';

const lagOf = (watch: EventLoopWatch): number | undefined =>
  [...(watch.samples()['nodejs_eventloop_lag_seconds']?.() ?? [])][0]?.value;

/** A loop that goes round once a second, and then `times` times after standing still for so long each time. */
async function stalling(times: number, milliseconds: number) {
  const clock = new ManualClock();
  const watch = new EventLoopWatch(clock);
  await clock.advance(60_000);
  for (let stall = 0; stall < times; stall++) {
    clock.freeze(milliseconds);
    await clock.advance(0);
  }
  return { clock, watch };
}

test('a loop that keeps its time is well', async () => {
  const { watch } = await stalling(0, 0);
  expect(watch.stalled()).toEqual([]);
  expect(lagOf(watch)).toBe(0);
});

test('one that was frozen for long is well when it goes on, and says how late it was for half a minute', async () => {
  const { clock, watch } = await stalling(1, 600_000);
  expect(watch.stalled()).toEqual([]);
  expect(lagOf(watch)).toBe(599);
  await clock.advance(29_000);
  expect(lagOf(watch)).toBe(599);
  await clock.advance(1000);
  expect(lagOf(watch)).toBe(0);
});

test('one that stalls again and again is not: more than every second turn, by a second or more', async () => {
  expect((await stalling(15, 2000)).watch.stalled()).toEqual([]);
  const { clock, watch } = await stalling(16, 2000);
  expect(watch.stalled()).toEqual(['the event loop stalled: 16 of its last 30 turns came at least 1 s late']);
  await clock.advance(14_000);
  expect(watch.stalled()).not.toEqual([]);
  await clock.advance(1000);
  expect(watch.stalled()).toEqual([]);
});

test('short hiccups are how a busy loop works', async () => {
  const { watch } = await stalling(30, 1999);
  expect(watch.stalled()).toEqual([]);
  expect(lagOf(watch)).toBe(0.999);
});

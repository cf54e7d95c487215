import { expect, test } from '@jest/globals';

import { WorkQueue } from '../../src/controller/work-queue.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { ManualClock } from '../kube/manual-clock.ts';

function setUp() {
  const clock = new ManualClock();
  const queue = new WorkQueue(clock, { fraction: () => 0, uuid: () => '' }, noMetrics);
  const taken: (string | undefined)[] = [];
  const take = (): void => void queue.take().then((key) => taken.push(key));
  const now = (): number => clock.now().monotonic;
  return { clock, queue, taken, take, now };
}

test('hands out each key once, in the order in which they were added', async () => {
  const { clock, queue, taken, take } = setUp();
  for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
  take();
  take();
  take();
  await clock.advance(0);
  expect(taken).toEqual(['a', 'b']);
  queue.add('c');
  await clock.advance(0);
  expect(taken).toEqual(['a', 'b', 'c']);
});

test('works on a key once at a time; what is added meanwhile gets its turn afterwards, once', async () => {
  const { clock, queue, taken, take } = setUp();
  queue.add('a');
  take();
  await clock.advance(0);
  queue.add('a');
  queue.add('a');
  take();
  take();
  await clock.advance(100_000);
  expect(taken).toEqual(['a']);
  queue.done('a', Infinity);
  await clock.advance(0);
  expect(taken).toEqual(['a', 'a']);
  queue.done('a', Infinity);
  await clock.advance(100_000);
  expect(taken).toEqual(['a', 'a']);
});

test('hands a key out again at the moment that its last pass asked for', async () => {
  const { clock, queue, taken, take, now } = setUp();
  queue.add('a');
  take();
  await clock.advance(0);
  queue.done('a', now() + 1000);
  take();
  await clock.advance(999);
  expect(taken).toEqual(['a']);
  await clock.advance(1);
  expect(taken).toEqual(['a', 'a']);
});

test('an event before that moment comes first, and the moment is forgotten', async () => {
  const { clock, queue, taken, take, now } = setUp();
  queue.add('a');
  take();
  await clock.advance(0);
  queue.done('a', now() + 1000);
  queue.add('a');
  take();
  await clock.advance(0);
  queue.done('a', now() + 5000);
  take();
  await clock.advance(4999);
  expect(taken).toEqual(['a', 'a']);
  await clock.advance(1);
  expect(taken).toEqual(['a', 'a', 'a']);
});

test('an event while the key is worked on comes before the moment that the pass asks for', async () => {
  const { clock, queue, taken, take, now } = setUp();
  queue.add('a');
  take();
  await clock.advance(0);
  queue.add('a');
  queue.done('a', now() + 1000);
  take();
  await clock.advance(0);
  expect(taken).toEqual(['a', 'a']);
  queue.done('a', Infinity);
  take();
  await clock.advance(10_000);
  expect(taken).toEqual(['a', 'a']);
});

test('a moment that has passed is now', async () => {
  const { clock, queue, taken, take, now } = setUp();
  queue.add('a');
  take();
  await clock.advance(0);
  queue.done('a', now() - 1);
  take();
  await clock.advance(0);
  expect(taken).toEqual(['a', 'a']);
});

test('waits longer after every failure in a row, up to half a minute to a minute, and forgets them after a success', async () => {
  const { clock, queue, now } = setUp();
  const waits: number[] = [];
  const fail = async (): Promise<void> => {
    const at = now();
    queue.failed('a');
    const taken = queue.take();
    for (let step = 0; step < 1000 && (await Promise.race([taken, Promise.resolve('not yet')])) === 'not yet'; step++)
      await clock.advance(125);
    waits.push(now() - at);
  };
  queue.add('a');
  await queue.take();
  for (let times = 0; times < 10; times++) await fail();
  expect(waits).toEqual([125, 250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  queue.done('a', now());
  await clock.advance(0);
  await queue.take();
  await fail();
  expect(waits.at(-1)).toBe(125);
});

test('an event ends the wait after a failure', async () => {
  const { clock, queue, taken, take } = setUp();
  queue.add('a');
  take();
  await clock.advance(0);
  queue.failed('a');
  queue.add('a');
  take();
  await clock.advance(0);
  expect(taken).toEqual(['a', 'a']);
});

test('closed, it hands out nothing more, and lets those go who wait', async () => {
  const { clock, queue, taken, take, now } = setUp();
  queue.add('a');
  take();
  take();
  await clock.advance(0);
  queue.close();
  queue.add('b');
  queue.done('a', now() + 10);
  take();
  await clock.advance(60_000);
  expect(taken).toEqual(['a', undefined, undefined]);
});

test('closed, it forgets who was in line', async () => {
  const { clock, queue, taken, take } = setUp();
  queue.add('a');
  queue.close();
  take();
  await clock.advance(0);
  expect(taken).toEqual([undefined]);
});

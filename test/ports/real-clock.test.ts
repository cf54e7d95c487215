import { expect, test } from '@jest/globals';
import { createClock } from '../../src/ports/real-clock.ts';

const clock = createClock();

test('never acts early', async () => {
  for (let round = 0; round < 20; round += 1) {
    const start = clock.now().monotonic;
    await clock.sleep(1.7);
    expect(clock.now().monotonic - start).toBeGreaterThanOrEqual(1.7);
  }
});

test('does not act after it was cancelled', async () => {
  let acted = false;
  clock.after(1, () => (acted = true)).cancel();
  await clock.sleep(5);
  expect(acted).toBe(false);
});

test('does not take a delay beyond the range of setTimeout for none', async () => {
  let acted = false;
  const timer = clock.after(2 ** 31, () => (acted = true));
  await clock.sleep(5);
  timer.cancel();
  expect(acted).toBe(false);
});

test('wakes a sleeper with the reason of its signal, before and during the sleep', async () => {
  const controller = new AbortController();
  const sleeping = clock.sleep(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
  await expect(clock.sleep(60_000, controller.signal)).rejects.toThrow('enough');
});

test('aborts a deadline with a TimeoutError, or with the reason of its parent', async () => {
  const late = clock.deadline(1);
  await clock.sleep(5);
  expect(late.signal.reason).toMatchObject({ name: 'TimeoutError' });
  const parent = new AbortController();
  const child = clock.deadline(60_000, parent.signal);
  parent.abort(new Error('enough'));
  expect(child.signal.reason).toMatchObject({ message: 'enough' });
  expect(clock.deadline(60_000, parent.signal).signal.aborted).toBe(true);
  child.done();
});

test('leaves a deadline alone that is done', async () => {
  const parent = new AbortController();
  const deadline = clock.deadline(1, parent.signal);
  deadline.done();
  await clock.sleep(5);
  parent.abort();
  expect(deadline.signal.aborted).toBe(false);
});

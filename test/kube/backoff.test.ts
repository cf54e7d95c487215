import { expect, test } from '@jest/globals';
import { Backoff } from '../../src/kube/backoff.ts';

const random = (fraction: number) => ({ fraction: () => fraction, uuid: () => '' });

test('doubles from one second to the longest delay, with up to half of it as jitter', () => {
  const low = new Backoff(random(0));
  expect(Array.from({ length: 7 }, () => low.next(30_000))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  const high = new Backoff(random(0.999));
  expect(high.next(30_000)).toBeCloseTo(1499.5);
});

test('starts over after a success', () => {
  const backoff = new Backoff(random(0));
  backoff.next(30_000);
  backoff.reset();
  expect(backoff.next(30_000)).toBe(1000);
});

test('waits as long as the server asks, within a minute', () => {
  const backoff = new Backoff(random(0));
  expect(backoff.next(30_000, 45_000)).toBe(45_000);
  expect(backoff.next(30_000, 3_600_000)).toBe(60_000);
});

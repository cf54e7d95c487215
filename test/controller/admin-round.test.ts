import { expect, test } from '@jest/globals';

import { adminRound } from '../../src/controller/admin-round.ts';
import type { Reading, ReadResult } from '../../src/membership/evidence.ts';
import type { RoundNeeds } from '../../src/membership/round.ts';
import { ManualClock } from '../kube/manual-clock.ts';

const answered: ReadResult = { kind: 'notClustered', message: '' };
const enough: RoundNeeds = { again: [], enough: true };
const notEnough: RoundNeeds = { again: [], enough: false };

function round(
  names: readonly string[],
  script: Readonly<Record<string, number | 'hangs'>>,
  needs: (readings: readonly Reading[]) => RoundNeeds,
) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const asked: string[] = [];
  const givenUp: string[] = [];
  const start = clock.now().monotonic;
  const state = { took: Number.NaN };
  const ended = adminRound({
    clock,
    signal: stop.signal,
    pods: names.map((name) => ({ name, uid: `uid-${name}` })),
    needs,
    ask: async ({ name }, signal) => {
      asked.push(name);
      signal.addEventListener('abort', () => givenUp.push(name));
      const latency = script[name] ?? 0;
      if (latency === 'hangs') return new Promise(() => {});
      await clock.sleep(latency);
      return answered;
    },
  }).then((readings) => {
    state.took = clock.now().monotonic - start;
    return readings.map(({ pod }) => pod);
  });
  return { clock, stop, asked, givenUp, ended, state };
}

test('asks every pod once, at the same time, and ends when all have answered', async () => {
  const { clock, asked, ended, state } = round(['a', 'b', 'c'], { a: 30, b: 10, c: 20 }, () => notEnough);
  await clock.advance(100);
  expect(await ended).toEqual(['b', 'c', 'a']);
  expect(asked).toEqual(['a', 'b', 'c']);
  expect(state.took).toBe(30);
});

test('once it knows enough it waits 250 ms for the others, and gives up who still hangs', async () => {
  const { clock, givenUp, ended, state } = round(['a', 'b', 'c'], { a: 10, b: 'hangs', c: 200 }, () => enough);
  await clock.advance(1000);
  expect(await ended).toEqual(['a', 'c']);
  expect(state.took).toBe(260);
  expect(givenUp).toContain('b');
});

test('as long as it does not know enough it waits for everybody', async () => {
  const { clock, ended, state } = round(['a', 'b'], { a: 10, b: 4000 }, () => notEnough);
  await clock.advance(5000);
  expect(await ended).toEqual(['a', 'b']);
  expect(state.took).toBe(4000);
});

test('asks again whom it needs again: at once the second time, after a pause from then on', async () => {
  const again = (readings: readonly Reading[]): RoundNeeds => ({
    again: readings.length < 4 ? ['a'] : [],
    enough: false,
  });
  const { clock, asked, ended, state } = round(['a'], {}, again);
  await clock.advance(1000);
  expect(await ended).toEqual(['a', 'a', 'a', 'a']);
  expect(asked).toHaveLength(4);
  expect(state.took).toBe(50);
});

test('asks nobody again who has yet to answer, and nobody who is not of the round', async () => {
  const { clock, asked, ended } = round(['a', 'b'], { a: 0, b: 50 }, () => ({ again: ['b', 'x'], enough: true }));
  await clock.advance(1000);
  await ended;
  expect(asked.filter((name) => name === 'a')).toHaveLength(1);
  expect(asked).not.toContain('x');
});

test('ends at once when it is stopped, with what it has', async () => {
  const { clock, stop, ended, givenUp } = round(['a', 'b'], { a: 5, b: 'hangs' }, () => notEnough);
  await clock.advance(10);
  stop.abort();
  expect(await ended).toEqual(['a']);
  expect(givenUp).toContain('b');
});

test('asks nobody when it is stopped before it begins, or has nobody to ask', async () => {
  const signal = AbortSignal.abort();
  const options = {
    clock: new ManualClock(),
    needs: () => enough,
    ask: async () => Promise.reject(new Error('asked')),
  };
  expect(await adminRound({ ...options, signal, pods: [{ name: 'a', uid: 'a' }] })).toEqual([]);
  expect(await adminRound({ ...options, signal: new AbortController().signal, pods: [] })).toEqual([]);
});

test('a defect in what it calls ends it with that error', async () => {
  const needs = (): never => {
    throw new TypeError('a defect');
  };
  const { clock, ended } = round(['a'], {}, needs);
  const failed = expect(ended).rejects.toThrow('a defect');
  await clock.advance(1);
  await failed;
});

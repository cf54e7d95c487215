import { expect, test } from '@jest/globals';

import { hear, signOfLife } from '../../src/membership/sign-of-life.ts';
import type { Heard } from '../../src/membership/sign-of-life.ts';
import { scaledDown } from './cluster.ts';

const interval = 5_000;
const world = scaledDown();

function answer(at: number, lastHeard: string | null | undefined, term = 7n) {
  const records = new Map(lastHeard === undefined ? [] : [['arc-4', { lastHeard }]]);
  const view = { ...world.view('arc-0'), records, term };
  return { pod: 'arc-0', podUid: 'arc-0-uid', view, askedAt: at, answeredAt: at + 5 };
}

/** The leader's answers at these moments, and what the last of them says of `arc-4`, sighted since 0. */
function signAfter(...answers: readonly ReturnType<typeof answer>[]) {
  const heard = answers.reduce<Heard | undefined>((known, each) => hear(known, each, interval), undefined);
  const newest = answers.at(-1);
  return newest && signOfLife('arc-4', newest, heard, 0, interval);
}

test.each([
  ['the stamp stands still', answer(0, 'a'), answer(10_005, 'a'), 'notSeen'],
  ['there never was one', answer(0, null), answer(10_005, null), 'notSeen'],
  ['it was reset: somebody joined under that id', answer(0, 'a'), answer(10_005, null), 'seen'],
  ['a record without a heartbeat appeared', answer(0, undefined), answer(10_005, null), 'seen'],
  ['the record is gone', answer(0, 'a'), answer(10_005, undefined), 'notSeen'],
  ['it moved, forwards or backwards: clocks do not matter', answer(0, 'b'), answer(10_005, 'a'), 'seen'],
  ['a record appeared', answer(0, undefined), answer(10_005, 'a'), 'seen'],
  ['the answers are a millisecond too close', answer(0, 'a'), answer(10_004, 'a'), 'notYetKnown'],
  ['the older answer is of another term', answer(0, 'a', 6n), answer(10_005, 'a'), 'notYetKnown'],
  ['the older answer is of before the sighting', answer(-1, 'a'), answer(10_005, 'a'), 'notYetKnown'],
])('%s', (_, older, newer, kind) => {
  expect(signAfter(older, newer)?.kind).toBe(kind);
});

test('one late heartbeat is forgiven two intervals later', () => {
  const [before, late] = [answer(0, 'a'), answer(20_000, 'b')];
  const seen = signAfter(before, late);
  expect(seen).toEqual({ kind: 'seen', askAgainAt: 30_005 });
  expect(signAfter(before, late, answer(30_005, 'b'))?.kind).toBe('notSeen');
  expect(signAfter(before, late, answer(30_005, 'c'))?.kind).toBe('seen');
});

test('the newest answer that is old enough is compared with, not an older one', () => {
  expect(signAfter(answer(0, 'a'), answer(5_000, 'b'), answer(15_005, 'b'))?.kind).toBe('notSeen');
});

test('it says when it will be known', () => {
  expect(signAfter(answer(100, 'a'))).toEqual({ kind: 'notYetKnown', at: 10_105 });
  expect(signOfLife('arc-4', answer(100, 'a'), undefined, 0, interval)).toEqual({ kind: 'notYetKnown', at: undefined });
  expect(signOfLife('arc-4', answer(100, 'a'), undefined, 0, null)).toEqual({ kind: 'unsupported' });
});

test('few answers are kept, however often the leader is asked', () => {
  let heard: Heard | undefined;
  for (let at = 0; at < 120_000; at += 20) heard = hear(heard, answer(at, 'a'), interval);
  expect(heard?.answers.length).toBeLessThan(45);
});

test('the settling delay is all that a removal waits for: the first answer after the sighting is asked for early', () => {
  const ghost = scaledDown().spec({ removal: { delay: '60s' } });
  const began = ghost.now().monotonic;
  for (let pass = 0; pass < 40 && ghost.pass().effect === undefined; pass++) {
    const { wakeAt } = ghost.pass();
    ghost.after(wakeAt - ghost.now().monotonic);
  }
  expect(ghost.now().monotonic - began).toBe(60_000);
});

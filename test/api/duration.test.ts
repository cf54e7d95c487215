import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { durationPattern, parseDuration } from '../../src/api/duration.ts';

test.each([
  ['60s', 60_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['1m30s', 90_000],
  ['1h1m1s', 3_661_000],
  ['0s', 0],
  ['007s', 7_000],
  ['99999h', 359_996_400_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '5', 's', '1.5s', '-5s', '5 s', '500ms', '1d', '1S', '100000s', '1h1m1s1s', ' 5s', '5s\n'])(
  'refuses %j',
  (text) => {
    expect(() => parseDuration(text)).toThrow(RangeError);
  },
);

test('adds up what it is made of', () => {
  const parts = fc.array(fc.tuple(fc.nat(99_999), fc.constantFrom('h', 'm', 's')), { minLength: 1, maxLength: 3 });
  const seconds = { h: 3_600, m: 60, s: 1 };
  fc.assert(
    fc.property(parts, (list) => {
      const sum = list.reduce((total, [amount, unit]) => total + amount * seconds[unit] * 1_000, 0);
      expect(parseDuration(list.map(([amount, unit]) => `${amount}${unit}`).join(''))).toBe(sum);
    }),
  );
});

test('takes exactly the texts that match the pattern', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9hms .-]{0,8}$/), (text) => {
      const parse = () => parseDuration(text);
      if (durationPattern.test(text)) expect(parse()).toBeGreaterThanOrEqual(0);
      else expect(parse).toThrow(RangeError);
    }),
  );
});

import { expect, test } from '@jest/globals';

import { inWords } from '../../src/page/duration.ts';

test.each([
  [-5000, '0 s'],
  [999, '0 s'],
  [12_900, '12 s'],
  [60_000, '1 min'],
  [245_000, '4 min 5 s'],
  [3_605_000, '1 h'],
  [12_000_000, '3 h 20 min'],
  [187_200_000, '2 d 4 h'],
])('%d ms are %s', (milliseconds, words) => {
  expect(inWords(milliseconds)).toBe(words);
});

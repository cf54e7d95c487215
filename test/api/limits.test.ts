import { expect, test } from '@jest/globals';

import { clipped, limits } from '../../src/api/limits.ts';

test('a text that fits stays as it is', () => {
  expect(clipped('')).toBe('');
  expect(clipped('é'.repeat(limits.text))).toBe('é'.repeat(limits.text));
});

test('one that does not ends with an ellipsis, counted as the API server counts', () => {
  const text = clipped('😀'.repeat(limits.text + 1));
  expect(Array.from(text)).toHaveLength(limits.text);
  expect(text).toBe(`${'😀'.repeat(limits.text - 1)}…`);
});

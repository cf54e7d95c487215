import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { scenarios } from '../scenarios/all.ts';
import { root } from './damaged-copy.ts';
import { damage } from './defect.ts';
import { defects } from './defects/all.ts';

describe('a planted defect', () => {
  test.each(defects)('can still be planted: $name', ({ edits }) => {
    for (const edit of edits) {
      const text = readFileSync(join(root, edit.file), 'utf8');
      expect(damage(text, edit)).not.toBe(text);
    }
  });

  test('has a name of its own', () => {
    expect(new Set(defects.map(({ name }) => name)).size).toBe(defects.length);
  });

  test('names a scenario that exists', () => {
    const numbers = new Set(scenarios.map(({ number }) => number));
    expect(defects.flatMap(({ likely }) => likely ?? []).filter((likely) => !numbers.has(likely))).toEqual([]);
  });

  test('is stale when its text is gone, or there twice', () => {
    const edit = { file: 'a.ts', find: 'one', replace: 'two' };
    expect(() => damage('none', { ...edit, find: 'nowhere' })).toThrow('stale: a.ts has 0 times: nowhere');
    expect(() => damage('one one', edit)).toThrow('stale: a.ts has 2 times: one');
    expect(damage('one', edit)).toBe('two');
  });
});

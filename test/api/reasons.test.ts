import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';

import { reasonsPage } from '../../scripts/generate-reasons-page.ts';
import { reasonTexts, reasons } from '../../src/api/reasons.ts';

test.each(reasons)('%s has a name that a condition may carry, a meaning, and a cure or none', (reason) => {
  const { meaning, cure } = reasonTexts[reason];
  expect(reason).toMatch(/^[A-Z][A-Za-z]{1,63}$/);
  expect(meaning).toMatch(/^[A-Zs].+\.$/);
  expect(cure).toMatch(/^$|^.+\.$/);
});

test('docs/reasons.md explains every reason once', async () => {
  const page = await readFile(new URL('../../docs/reasons.md', import.meta.url), 'utf8');
  expect(reasonsPage()).toContain(`these ${reasons.length} reasons`);
  expect(page.match(/^\| `[A-Za-z]+`/gm)?.map((row) => row.slice(3, -1))).toEqual([...reasons].toSorted());
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { Guarded } from './guard/guarded.ts';
import { rows } from './guard/rows.ts';

const startTimeout = 1_500_000;

let guarded: Guarded;

beforeAll(async () => {
  guarded = await Guarded.start(rows.map(({ given }) => given ?? {}));
}, startTimeout);

afterAll(() => guarded.stop(), 60_000);

test('the scale-down guard is taken without a complaint of the type checker', async () => {
  await guarded.typesAreRight();
}, 60_000);

describe('the scale-down guard', () => {
  test.each(rows.map((row, index) => ({ ...row, index })))(
    '$what: $answer',
    async ({ index, asks, answer, says = '' }) => {
      const result = await guarded.ask(index, asks);
      expect(result).toEqual({ answer, says: expect.stringContaining(says.replace('arc ', `row-${index} `)) });
    },
  );
});

describe('the scale-down guard without its bindings', () => {
  beforeAll(() => guarded.unbind(), 60_000);

  test.each(rows.map((row, index) => ({ ...row, index })).filter(({ answer }) => answer !== 'allowed'))(
    '$what: allowed',
    async ({ index, asks }) => {
      expect(await guarded.ask(index, asks)).toEqual({ answer: 'allowed', says: '' });
    },
  );
});

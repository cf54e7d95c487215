import { afterEach, describe, expect, test } from '@jest/globals';

import { clauses } from '../../../src/membership/clauses/clauses.ts';
import type { Clause } from '../../../src/membership/clauses/clauses.ts';
import { removed } from './row.ts';
import { rowsOf } from './rows.ts';

/** The table itself, writable: a clause is deleted by taking it out. */
const table = clauses as unknown as (readonly [string, Clause])[];
const whole = [...table];

afterEach(() => {
  table.splice(0, table.length, ...whole);
});

/** For these another clause, or a sighting that does not begin, still prevents the removal: two walls, not one. */
const doublyGuarded: ReadonlySet<string> = new Set(['outOfRange', 'podGone']);

describe.each(clauses.map(([name]) => name))('without clause %s', (name) => {
  const rows = rowsOf(name);

  const outcomes = () => {
    table.splice(0, table.length, ...whole.filter(([each]) => each !== name));
    return rows.map(({ given, member }) => given().verdictOn(member));
  };

  test('at least one of its rows comes out otherwise', () => {
    expect(outcomes()).not.toEqual(rows.map(({ expected }) => expected));
  });

  test('somebody who must stay would be removed, unless another wall stands behind it', () => {
    const wrong = outcomes().some((outcome, index) => outcome === removed && rows[index]?.expected !== removed);
    expect(wrong).toBe(!doublyGuarded.has(name));
  });
});

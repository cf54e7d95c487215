import { describe, expect, test } from '@jest/globals';

import { clauses } from '../../../src/membership/clauses/clauses.ts';
import { removed } from './row.ts';
import { rowsOf } from './rows.ts';

describe.each(clauses.map(([clause]) => clause))('clause %s', (clause) => {
  const own = rowsOf(clause);

  test.each(own)('$name: $expected', ({ given, member, expected }) => {
    expect(given().verdictOn(member)).toBe(expected);
  });

  test.each(own.filter(({ expected }) => expected === removed))(
    '$name: on fresh reads it is ordered',
    ({ given, member }) => {
      expect(given().freshPass().effect).toMatchObject({
        kind: 'remove',
        id: member,
        record: { member, phase: 'Removing' },
      });
    },
  );

  test.each(own.filter(({ expected }) => expected !== removed))(
    '$name: on fresh reads it is not ordered',
    ({ given, member }) => {
      expect(given().freshPass().effect?.id).not.toBe(member);
    },
  );
});

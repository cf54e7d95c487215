import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { faultTolerance, quorum } from '../../../src/membership/views/quorum.ts';

const voters = fc.integer({ min: 1, max: 64 });

test('a quorum is a majority, and no smaller number is', () => {
  fc.assert(
    fc.property(voters, (n) => {
      expect(2 * quorum(n)).toBeGreaterThan(n);
      expect(2 * (quorum(n) - 1)).toBeLessThanOrEqual(n);
    }),
  );
});

test('two quorums always meet', () => {
  fc.assert(fc.property(voters, (n) => expect(2 * quorum(n) - n).toBeGreaterThanOrEqual(1)));
});

test('removing a dead voter never lowers fault tolerance', () => {
  fc.assert(
    fc.property(voters, fc.nat(), (n, seed) => {
      const live = seed % n;
      expect(faultTolerance(n - 1, live)).toBeGreaterThanOrEqual(faultTolerance(n, live));
    }),
  );
});

test('removing dead voters one after another keeps a quorum that was there', () => {
  fc.assert(
    fc.property(voters, fc.nat(), (n, seed) => {
      const live = Math.max(seed % (n + 1), quorum(n));
      for (let left = n; left >= live; left--) expect(live).toBeGreaterThanOrEqual(quorum(left));
    }),
  );
});

test('removing a live voter of three while another is dead loses the quorum', () => {
  expect(faultTolerance(3, 2)).toBe(0);
  expect(faultTolerance(2, 1)).toBe(-1);
});

test('nobody is a quorum of no voters', () => {
  expect(faultTolerance(0, 0)).toBe(-1);
});

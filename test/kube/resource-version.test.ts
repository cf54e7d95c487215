import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isNewer } from '../../src/kube/resource-version.ts';

test('orders versions as the integers that they are', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n }), (a, b) => {
      expect(isNewer(String(a), String(b))).toBe(a > b);
    }),
  );
  expect(isNewer('10', '9')).toBe(true);
});

import { expect, test } from '@jest/globals';

import { UnsentRecords } from '../../src/controller/unsent-records.ts';

test('knows the records of one RaftCluster, as long as that is the same one', () => {
  const records = new UnsentRecords();
  records.add('store/arc', 'first', 'then');
  expect(records.has('store/arc', 'first', 'then')).toBe(true);
  expect(records.has('store/arc', 'first', 'later')).toBe(false);
  expect(records.has('store/other', 'first', 'then')).toBe(false);
  expect(records.has('store/arc', 'second', 'then')).toBe(false);
  records.delete('store/arc', 'second', 'then');
  expect(records.has('store/arc', 'first', 'then')).toBe(true);
  records.delete('store/arc', 'first', 'then');
  expect(records.has('store/arc', 'first', 'then')).toBe(false);
});

test('keeps the newest sixteen', () => {
  const records = new UnsentRecords();
  for (let second = 0; second <= 16; second++) records.add('store/arc', 'uid', String(second));
  expect(records.has('store/arc', 'uid', '0')).toBe(false);
  for (let second = 1; second <= 16; second++) expect(records.has('store/arc', 'uid', String(second))).toBe(true);
});

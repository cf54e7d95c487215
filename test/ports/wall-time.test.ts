import { expect, test } from '@jest/globals';
import { formatMicroTime, formatTime, parseTime } from '../../src/ports/wall-time.ts';

test('formats and reads what Kubernetes calls Time and MicroTime', () => {
  const wall = Date.UTC(2027, 0, 31, 12, 0, 0, 123);
  expect(formatTime(wall)).toBe('2027-01-31T12:00:00Z');
  expect(formatMicroTime(wall)).toBe('2027-01-31T12:00:00.123000Z');
  expect(parseTime(formatTime(wall))).toBe(wall - 123);
  expect(parseTime(formatMicroTime(wall))).toBe(wall);
  expect(parseTime('soon')).toBeUndefined();
});

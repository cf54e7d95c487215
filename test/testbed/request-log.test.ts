import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { milliseconds, readRequestLog, requestLogFile } from './request-log.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'request-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the lines of all pods are in the order of time, to the nanosecond', () => {
  write('arc-0', line('12:00:00.5Z', '/b'), line('12:00:01Z', '/d'));
  write('arc-1', line('12:00:00.51Z', '/c'), line('12:00:00.500000001Z', '/b2'), line('12:00:00.45Z', '/a'));
  expect(readRequestLog(folder).map(({ path }) => path)).toEqual(['/a', '/b', '/b2', '/c', '/d']);
});

test('a line knows which pod wrote it', () => {
  write('arc-0', line('12:00:00Z', '/a'));
  expect(readRequestLog(folder)[0]).toMatchObject({ pod: 'arc-0', podUid: 'u-1' });
});

test('a line that is still being written, and the probes, are left out', () => {
  write('arc-0', line('12:00:00Z', '/a'), line('12:00:00Z', '/ready'), '{"time":"2026-01-0');
  expect(readRequestLog(folder)).toHaveLength(1);
});

test('a time without a fraction is whole milliseconds', () => {
  expect(milliseconds('1970-01-01T00:00:02Z')).toBe(2_000);
  expect(milliseconds('1970-01-01T00:00:02.25Z')).toBe(2_250);
});

function write(pod: string, ...lines: readonly string[]): void {
  appendFileSync(requestLogFile(folder, pod, 'u-1'), lines.join(''));
}

function line(time: string, path: string): string {
  return `${JSON.stringify({ time: `2026-01-01T${time}`, phase: 'answered', method: 'GET', path })}\n`;
}

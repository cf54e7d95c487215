import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { whileLocked } from './lock.ts';

const DEAD = '4194304 1';
const never = new AbortController().signal;
let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the second waits until the first has finished, and hears who it is', async () => {
  const order: string[] = [];
  const first = gate();
  const one = whileLocked(lock, fail, never, async () => {
    order.push('one begins');
    await first.opened;
    order.push('one ends');
  });
  const waiting = gate();
  const two = whileLocked(
    lock,
    (owner) => (order.push(`waits for ${owner}`), waiting.open()),
    never,
    async () => {
      order.push('two');
    },
  );
  await waiting.opened;
  first.open();
  await Promise.all([one, two]);
  expect(order).toEqual(['one begins', `waits for ${process.pid}`, 'one ends', 'two']);
});

test('a lock whose owner is dead is taken over', async () => {
  writeFileSync(lock, DEAD);
  await expect(whileLocked(lock, fail, never, async () => 'done')).resolves.toBe('done');
});

test('a lock whose process id now belongs to somebody else is taken over', async () => {
  writeFileSync(lock, `${process.pid} 1`);
  await expect(whileLocked(lock, fail, never, async () => 'done')).resolves.toBe('done');
});

test('the lock is given back after a failure', async () => {
  const failing = whileLocked(lock, fail, never, () => Promise.reject(new Error('no disk')));
  await expect(failing).rejects.toThrow('no disk');
  expect(existsSync(lock)).toBe(false);
});

function fail(owner: string): void {
  throw new Error(`must not wait for ${owner}`);
}

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from '../process-identity.ts';

const LOOK_AGAIN = 500;

/**
 * Runs `work` while no other process holds the lock file. A lock whose owner is dead is taken over. `waiting` is told
 * who holds it, once. The lock saves double work; nothing is wrong if two ever hold it.
 */
export async function whileLocked<T>(
  path: string,
  waiting: (owner: string) => void,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let told = false;
  while (!tryLock(path)) {
    signal.throwIfAborted();
    const owner = readOwner(path);
    if (owner !== undefined && !isAlive(owner)) {
      dropStale(path);
    } else {
      if (!told && owner !== undefined) waiting(owner.split(' ')[0] ?? owner);
      told = true;
      await sleep(LOOK_AGAIN);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** The file appears with its content or not at all: written aside, then linked. */
function tryLock(path: string): boolean {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, processIdentity(process.pid));
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Moved away before it is removed, so that of two who find it stale only one removes it. */
function dropStale(path: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    const owner = readOwner(aside);
    if (owner !== undefined && isAlive(owner)) linkSync(aside, path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readOwner(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

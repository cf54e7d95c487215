import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Lifetime } from '../lifetime.ts';
import { whileLocked } from './lock.ts';

type Say = (line: string) => void;
type Fill = (folder: string, signal: AbortSignal) => Promise<void>;

/**
 * The folder `name` of the user's cache, filled by `fill` the first time anybody wants it. It exists complete or not at
 * all: it is filled aside and renamed. Who comes second waits for the first, and says so through `say`. When the
 * process is told to end meanwhile, nothing unfinished stays.
 */
export async function cachedFolder(name: string, say: Say, fill: Fill): Promise<string> {
  const ready = join(cacheRoot(), name);
  if (existsSync(ready)) return ready;
  mkdirSync(dirname(ready), { recursive: true });
  const ending = new AbortController();
  const filled = whileLocked(
    `${ready}.lock`,
    (owner) => say(`waiting for process ${owner}, which builds the same`),
    ending.signal,
    () => fillAside(ready, fill, ending.signal),
  );
  const lifetime = new Lifetime(
    async () => {
      ending.abort(new Error('the build was told to end'));
      await filled.catch(() => undefined);
    },
    () => undefined,
  );
  try {
    await filled;
  } finally {
    await lifetime.end();
  }
  return ready;
}

async function fillAside(ready: string, fill: Fill, signal: AbortSignal): Promise<void> {
  if (existsSync(ready)) return;
  removeUnfinished(ready);
  const aside = `${ready}.unfinished-${process.pid}`;
  mkdirSync(aside);
  try {
    await fill(aside, signal);
    renameSync(aside, ready);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function removeUnfinished(ready: string): void {
  for (const name of readdirSync(dirname(ready))) {
    if (name.startsWith(`${basename(ready)}.unfinished-`)) {
      rmSync(join(dirname(ready), name), { recursive: true, force: true });
    }
  }
}

function cacheRoot(): string {
  const configured = process.env['XDG_CACHE_HOME'];
  return join(configured || join(homedir(), '.cache'), 'raftcluster-operator');
}

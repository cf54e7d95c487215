import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { whileLocked } from './lock.ts';

/**
 * The folder `name` of the user's cache, filled by `fill` the first time anybody wants it. It exists complete or not at
 * all: it is filled aside and renamed. Who comes second waits for the first, and says so through `say`.
 */
export async function cachedFolder(
  name: string,
  say: (line: string) => void,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const ready = join(cacheRoot(), name);
  if (existsSync(ready)) return ready;
  mkdirSync(dirname(ready), { recursive: true });
  await whileLocked(
    `${ready}.lock`,
    (owner) => say(`waiting for process ${owner}, which builds the same`),
    async () => {
      if (existsSync(ready)) return;
      removeUnfinished(ready);
      const aside = `${ready}.unfinished-${process.pid}`;
      mkdirSync(aside);
      try {
        await fill(aside);
        renameSync(aside, ready);
      } finally {
        rmSync(aside, { recursive: true, force: true });
      }
    },
  );
  return ready;
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

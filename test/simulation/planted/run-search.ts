import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Search } from './searches.ts';

/** What a search found: the first thing that went wrong, and where. */
export interface Finding {
  readonly place: string;
  readonly what: string;
}

/** Runs a search in `folder` until it finds something, ends, or `signal` aborts. Throws when the program itself fails. */
export async function runSearch(search: Search, folder: string, signal: AbortSignal): Promise<Finding | undefined> {
  const child = spawn(process.execPath, [search.program, ...(search.args ?? [])], {
    cwd: folder,
    env: { ...process.env, ...search.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  process.once('exit', kill);
  try {
    const finding = await firstFinding(search, createInterface({ input: child.stdout }));
    if (finding !== undefined) return finding;
    const code = await ended;
    // Something may be wrong where another search looks, such as an undisturbed run.
    if (code === 0 || (code === 1 && errors.length === 0) || signal.aborted) return undefined;
    throw new Error(
      `${search.program} ended with ${code} and found nothing: ${errors.join('').trim().slice(0, 2_000)}`,
    );
  } finally {
    kill();
    await ended;
    signal.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}

async function firstFinding({ place, finding }: Search, lines: AsyncIterable<string>): Promise<Finding | undefined> {
  let at: string | undefined;
  for await (const line of lines) {
    at = place.exec(line)?.[1] ?? at;
    const what = at === undefined ? undefined : finding.exec(line)?.[1];
    if (at !== undefined && what !== undefined) return { place: at, what };
  }
  return undefined;
}

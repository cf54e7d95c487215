/**
 * Shows that a demo that is told to end leaves no process and no file behind, at whatever moment:
 * `node test/demo/interrupt.check.ts`.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil, within } from '../testbed/wait-until.ts';

interface Moment {
  /** What the demo prints just before. */
  readonly after: RegExp;
  /** Milliseconds later. */
  readonly pause: number;
  readonly signal: NodeJS.Signals;
  /** As on a terminal: to the demo and what it started in its own process group. */
  readonly toGroup: boolean;
  /** Whether something runs at that moment that could be left behind. */
  readonly busy: boolean;
}

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const moments: readonly Moment[] = [
  { after: /dead voters go/, pause: 0, signal: 'SIGINT', toGroup: true, busy: false },
  { after: /The stage is set/, pause: 700, signal: 'SIGINT', toGroup: true, busy: true },
  { after: /kube-controller-manager run/, pause: 200, signal: 'SIGTERM', toGroup: false, busy: true },
  { after: /says {2}arc-0/, pause: 0, signal: 'SIGINT', toGroup: false, busy: true },
  { after: /statefulset.apps\/arc scaled/, pause: 100, signal: 'SIGHUP', toGroup: true, busy: true },
];

for (const moment of moments) await interrupt(moment);

async function interrupt({ after, pause, signal, toGroup, busy }: Moment): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'interrupted-demo-'));
  const env = { ...process.env, TMPDIR: folder, KEEP: '' };
  const demo = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = demo;
  assert.ok(pid !== undefined);
  try {
    const exit = once(demo, 'exit');
    const lines = createInterface(demo.stdout);
    await within(
      60_000,
      `the demo to print ${after}`,
      new Promise<void>((resolve) => lines.on('line', (line) => after.test(line) && resolve())),
    );
    await sleep(pause);
    const before = processesOf(folder).filter((other) => other !== pid);
    // On a busy machine the line comes late: more may run than usually does.
    assert.ok(before.length > 0 || !busy, 'no process runs yet');
    process.kill(toGroup ? -pid : pid, signal);
    const [code] = (await within(30_000, 'the demo to end', exit)) as [number | null];
    assert.equal(code, CODES[signal as keyof typeof CODES], 'the exit code says by which signal it ended');
    await waitUntil('all of its processes to be gone', { timeout: 2_000 }, () => processesOf(folder).length === 0);
    assert.deepEqual(readdirSync(folder), [], 'no file is left');
    console.log(`${signal} ${pause} ms after ${after}: ${before.length} processes ran, nothing is left`);
  } finally {
    for (const left of processesOf(folder)) process.kill(left, 'SIGKILL');
  }
  rmdirSync(folder);
}

/** The processes that name the folder in their command line or their environment. */
function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => ['cmdline', 'environ'].some((file) => read(`/proc/${name}/${file}`).includes(folder)))
    .map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

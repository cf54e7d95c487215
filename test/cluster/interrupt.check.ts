/**
 * Shows that a cluster that is told to end leaves nothing behind, at whatever moment, and that the next one takes away
 * what SIGKILL left: `node test/cluster/interrupt.check.ts`.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../testbed/wait-until.ts';
import { run } from './machine/shell.ts';

interface Moment {
  /** What is printed just before. */
  readonly after: RegExp;
  /** Milliseconds later. */
  readonly pause: number;
  readonly signal: NodeJS.Signals;
}

const folder = mkdtempSync(join(tmpdir(), 'interrupted-cluster-'));
const before = leftOnMachine();

const moments: readonly Moment[] = [
  { after: /starting the control plane/, pause: 500, signal: 'SIGINT' },
  { after: /starting the nodes/, pause: 3_000, signal: 'SIGTERM' },
  { after: /both its replicas are Ready/, pause: 0, signal: 'SIGHUP' },
];
for (const moment of moments) {
  await interrupt(moment);
  nothingIsLeft(`${moment.signal} after ${String(moment.after)}`);
}

await interrupt({ after: /both its replicas are Ready/, pause: 0, signal: 'SIGKILL' });
assert.notDeepEqual(leftOnMachine(), before, 'SIGKILL leaves something');
await interrupt({ after: /both its replicas are Ready/, pause: 0, signal: 'SIGINT' });
nothingIsLeft('the run after SIGKILL');
rmdirSync(folder);

async function interrupt({ after, pause, signal }: Moment): Promise<void> {
  const cluster = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, TMPDIR: folder, KEEP: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(cluster, 'exit');
  const lines = createInterface(cluster.stdout);
  const printed = new Promise<void>((resolve) => lines.on('line', (line) => after.test(line) && resolve()));
  await within(120_000, `the cluster to print ${String(after)}`, printed);
  await sleep(pause);
  cluster.kill(signal);
  await within(60_000, `its end after ${signal}`, exit);
}

function nothingIsLeft(when: string): void {
  assert.deepEqual(readdirSync(folder), [], when);
  assert.deepEqual(leftOnMachine(), before, when);
  console.log(`nothing is left: ${when}`);
}

/** What clusters have on this machine outside of their folders: network, mounts, control groups, processes. */
function leftOnMachine(): readonly string[] {
  const networks = run('ip', '-o', 'link', 'show', 'type', 'veth').match(/raft\d+(?=@)/g) ?? [];
  const namespaces = run('ip', 'netns', 'list').match(/^raft\d+-\S+/gm) ?? [];
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder));
  const groups = globSync('/sys/fs/cgroup/{*/,}k8s.io/*/cgroup.procs');
  const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(`${folder}/`));
  return [...networks, ...namespaces, ...mounts, ...groups, ...processes.map(commandLine)];
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

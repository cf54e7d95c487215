import { existsSync, globSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cgroupsOf, processesIn, TASKS } from '../node/containers.ts';
import { releaseNetwork } from '../network/network.ts';
import { tryRun } from './shell.ts';

/** Where kubelet puts links to the logs of its containers, whatever it is told. */
const LOG_LINKS = '/var/log/containers';
const NETWORK = 'network';

/** Where a run's folder says which network is its own. */
export function networkFile(run: string): string {
  return join(run, NETWORK);
}

/**
 * Takes away what a run leaves beside its processes and its folder: containers and who looks after them, mounts, control
 * groups, links, network. Whatever is gone already is no error; safe in an `exit` handler.
 */
export function putAway(run: string): void {
  const cgroups = containersOf(run).flatMap(cgroupsOf);
  for (const pid of [...shimsOf(run), ...cgroups.flatMap(processesIn)]) kill(pid);
  for (const mount of mountsBelow(run)) tryRun('umount', '--lazy', mount);
  for (const cgroup of cgroups) removeCgroup(cgroup);
  removeLinks(run);
  if (existsSync(networkFile(run))) releaseNetwork(readFileSync(networkFile(run), 'utf8'));
}

/** The ids of its containers that run. */
function containersOf(run: string): readonly string[] {
  return globSync(join(run, 'node-*', TASKS, '*')).map((path) => basename(path));
}

/** A process that was just killed holds its group for a moment. */
function removeCgroup(cgroup: string): void {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    try {
      return rmdirSync(cgroup);
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
    }
  }
}

/** containerd's shims are nobody's children, so that containers outlive it. */
function shimsOf(run: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const words = commandLine(pid);
      return basename(words[0] ?? '') === 'containerd-shim-runc-v2' && words.some((word) => word.startsWith(`${run}/`));
    })
    .map(Number);
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** The innermost first. */
function mountsBelow(run: string): readonly string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const mounts = lines.map((line) => line.split(' ')[4] ?? '').filter((path) => path.startsWith(`${run}/`));
  return mounts.toReversed();
}

function removeLinks(run: string): void {
  if (!existsSync(LOG_LINKS)) return;
  for (const name of readdirSync(LOG_LINKS)) {
    const path = join(LOG_LINKS, name);
    try {
      if (readlinkSync(path).startsWith(`${run}/`)) rmSync(path);
    } catch {
      // Not a link, or gone: not ours.
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}

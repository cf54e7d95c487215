import { readFileSync } from 'node:fs';

/**
 * Names one process for as long as the machine is up: its id and, where `/proc` tells, its start time, so that a
 * process id that was given to somebody else is not mistaken for the one that left a mark.
 */
export function processIdentity(pid: number): string {
  return `${pid} ${startTime(pid)}`;
}

/** Whether the process that this identity was taken from still runs. */
export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's process, but a process.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const recorded = identity.trim().split(' ')[1];
  return recorded === undefined || recorded === startTime(pid);
}

/** Field 22 of `/proc/<pid>/stat`, in clock ticks since boot; `-` where the system has no such file. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
  } catch {
    return '-';
  }
}

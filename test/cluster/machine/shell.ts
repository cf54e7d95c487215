import { execFileSync } from 'node:child_process';

/** Runs a program of the system to its end, at once: a run that is told to die has no time for more. */
export function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The same; what it complains of is of no interest, since what it is to take away may be gone. */
export function tryRun(program: string, ...args: readonly string[]): string {
  try {
    return run(program, ...args);
  } catch {
    return '';
  }
}

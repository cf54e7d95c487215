import type { Difference } from './comparison.ts';
import type { Threads } from './recording.ts';

/** The differences for people: a thread a paragraph. */
export function shown(found: readonly Difference[]): string {
  const line = (side: string, states: readonly string[]): string =>
    `      ${side.padEnd(10)} ${states.join(' → ') || 'nothing'}`;
  return found
    .map(({ thread, real, simulated }) => `    ${thread}\n${line('real', real)}\n${line('simulated', simulated)}`)
    .join('\n');
}

/** All of a recording, with the seconds that each state lasted. */
export function shownWhole(threads: Threads): string {
  const time = (lasted: number): string => (Number.isFinite(lasted) ? ` (${(lasted / 1_000).toFixed(2)} s)` : '');
  return [...threads]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, stays]) => `    ${name}: ${stays.map(({ state, lasted }) => state + time(lasted)).join(' → ')}`)
    .join('\n');
}

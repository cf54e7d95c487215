import { has } from './ordinals.ts';
import type { Flight, Progress, State } from './state.ts';
import type { Step } from './step.ts';

/** Ten seconds pass. No pass is due within them: an operator may be late, or held up in the middle of something. */
export function timeSteps(state: State): readonly Pick<Step, 'name' | 'next'>[] {
  return [{ name: '10 s pass', next: later(state) }];
}

/** What a DELETE may take until the store gives it up, in ticks: longer than 15 s. */
const longestWay = 2;

function later(state: State): State {
  const { alive, wire, replicas, flight } = state;
  return {
    ...state,
    heardNow: false,
    sightings: Array.from(state.sightings)
      .map((seen, ordinal) => olderSighting(seen, has(alive, ordinal)))
      .join(''),
    flight: olderFlights[flight],
    failures: state.failures.replaceAll(/[23]/g, (code) => String(Number(code) - 1)),
    wire: wire && wire.ticks + 1 < longestWay ? { ...wire, ticks: wire.ticks + 1 } : undefined,
    unwantedFrom: replicas,
    progress: lateProgress(state.progress),
  };
}

/** The newest answer is from before now. Whoever lives has been heard of since, so that its stamp is another. */
function olderSighting(seen: string, isAlive: boolean): string {
  if (seen === '-') return seen;
  return seen === 'y' || isAlive ? '0' : String(Number(seen) & 1);
}

const olderFlights: Readonly<Record<Flight, Flight>> = {
  none: 'none',
  unseen: 'unseen',
  sent: 'sent before',
  'sent before': 'overdue',
  found: 'found before',
  'found before': 'overdue',
  overdue: 'overdue',
};

function lateProgress(progress: Progress): Progress {
  switch (progress.kind) {
    case 'idle':
      return progress;
    case 'asked':
    case 'read':
      return { ...progress, round: { ...progress.round, late: true } };
    case 'begun':
      return { ...progress, late: true };
  }
}

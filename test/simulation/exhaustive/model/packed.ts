import { idle } from './state.ts';
import type { Flight, Progress, State, TruthOfTarget } from './state.ts';

const flights: readonly Flight[] = ['none', 'unseen', 'sent', 'sent before', 'found', 'found before', 'overdue'];

/** Where the texts with a character for each ordinal begin. */
const firstList = 24;

const truths: readonly TruthOfTarget[] = ['present', 'gone', 'alive'];

/** A number, -1 for none, as one character. */
const code = (value: number | undefined): string => String.fromCharCode(49 + (value ?? -1));
const bit = (value: boolean): number => (value ? 1 : 0);

/** The state as a short text. Two states are one when their keys are equal. */
export function pack(state: State): string {
  const { progress, wire } = state;
  const round = progress.kind === 'asked' || progress.kind === 'read' ? progress.round : undefined;
  const bits =
    bit(state.observed) |
    (bit(state.heardNow) << 1) |
    (bit(progress.kind === 'begun' && progress.late) << 2) |
    (bit(round?.late ?? false) << 3) |
    (bit(round?.reigns ?? false) << 4);
  return (
    code(state.scales) +
    code(state.faults) +
    code(bits) +
    code(state.replicas) +
    code(state.knownReplicas) +
    code(state.alive) +
    code(state.members) +
    code(state.pending) +
    code(state.leader) +
    code(state.unwantedFrom) +
    code(state.removal) +
    code(flights.indexOf(state.flight)) +
    code(bit(state.isProven)) +
    packProgress(progress) +
    (wire ? code(wire.target) + code(wire.leader) + code(wire.ticks) : '000') +
    state.pods +
    state.knownPods +
    state.sightings +
    state.failures +
    state.setNews +
    ',' +
    state.podNews
  );
}

/** Always eight characters; all of it but what `pack` keeps as bits. */
export function packProgress(progress: Progress): string {
  switch (progress.kind) {
    case 'idle':
      return '00000000';
    case 'asked':
    case 'read': {
      const { target, round } = progress;
      const answers = code(round.leader) + code(round.members) + code(round.answering) + code(round.pending);
      const truth = truths.indexOf(progress.truth);
      if (progress.kind === 'asked') return `1${code(target)}${answers}0${code(truth)}`;
      const set = truth | (bit(progress.observed) << 2) | (bit(progress.unwanted) << 3);
      return `2${code(target)}${answers}${code(progress.replicas)}${code(set)}`;
    }
    case 'begun':
      return `3${code(progress.target)}${code(progress.leader)}00000`;
  }
}

/** All of the text but the budgets. */
export function keyIn(text: string): string {
  return text.slice(2);
}

/** What few steps change, so that most that follow one state from another have it in common. */
export function placeIn(text: string): string {
  return text.slice(5, 9);
}

/** What may still happen in the state. */
export function budgetsIn(text: string): { readonly scales: number; readonly faults: number } {
  return { scales: text.charCodeAt(0) - 49, faults: text.charCodeAt(1) - 49 };
}

export function unpack(text: string, voters: number): State {
  const at = (index: number): number => text.charCodeAt(index) - 49;
  const maybe = (index: number): number | undefined => (at(index) === -1 ? undefined : at(index));
  const bits = at(2);
  const is = (place: number): boolean => (bits & (1 << place)) !== 0;
  const perOrdinal = (index: number): string =>
    text.slice(firstList + index * voters, firstList + (index + 1) * voters);
  const comma = text.indexOf(',', firstList + 4 * voters);
  return {
    scales: at(0),
    faults: at(1),
    observed: is(0),
    heardNow: is(1),
    replicas: at(3),
    knownReplicas: at(4),
    alive: at(5),
    members: at(6),
    pending: maybe(7),
    leader: maybe(8),
    unwantedFrom: at(9),
    removal: maybe(10),
    flight: flights[at(11)] ?? 'none',
    isProven: at(12) === 1,
    progress: unpackProgress(at, is),
    wire: text[21] === '0' ? undefined : { target: at(21), leader: at(22), ticks: at(23) },
    pods: perOrdinal(0),
    knownPods: perOrdinal(1),
    sightings: perOrdinal(2),
    failures: perOrdinal(3),
    setNews: text.slice(firstList + 4 * voters, comma),
    podNews: text.slice(comma + 1),
  };
}

function unpackProgress(at: (index: number) => number, is: (place: number) => boolean): Progress {
  const kind = at(13) + 1;
  const target = at(14);
  if (kind === 0) return idle;
  if (kind === 3) return { kind: 'begun', target, leader: at(15), late: is(2) };
  const pending = at(18) === -1 ? undefined : at(18);
  const round = { late: is(3), leader: at(15), members: at(16), answering: at(17), pending, reigns: is(4) };
  const truth = truths[at(20) & 3] ?? 'gone';
  if (kind === 1) return { kind: 'asked', target, truth, round };
  const [observed, unwanted] = [(at(20) & 4) !== 0, (at(20) & 8) !== 0];
  return { kind: 'read', target, truth, round, replicas: at(19), observed, unwanted };
}

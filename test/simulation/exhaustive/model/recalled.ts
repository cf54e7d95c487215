import { newMemory } from '../../../../src/membership/memory.ts';
import type { Flight as KnownFlight, Memory } from '../../../../src/membership/memory.ts';
import { podName } from '../../../../src/membership/observation.ts';
import { placeKey } from '../../../../src/membership/sightings.ts';
import type { Sighting } from '../../../../src/membership/sightings.ts';
import type { Flight, State } from './state.ts';

/** The operator's memory as a state keeps it. */
export interface Recalled extends Pick<State, 'sightings' | 'heardNow' | 'flight' | 'isProven' | 'failures'> {
  /** The DELETE that this process sent is not on the wire any more. */
  readonly isAnswered: boolean;
}

export const clusterUid = 'cluster-uid';
export const setUid = 'set-uid';
export const tick = 10_000;
/** When a round of answers begins, in every decision: a state knows no time. Monotonic milliseconds. */
export const asking = 100_000;
/** When the decision is made. */
export const deciding = asking + 10;
/** `startedAt` of the record in status. */
export const startedAt = '2027-01-01T00:00:00.000Z';

/**
 * A sighting, `-` for none: `y`, since this tick; else since the tick before or longer, as a digit: 1, the leader's newest
 * answer since then shows the stamp that its records have now; 2, the answer before that does; 3, both do.
 */
export function recallSightings(sightings: string): ReadonlyMap<string, Sighting> {
  const recalled = new Map<string, Sighting>();
  for (const [ordinal, seen] of Array.from(sightings).entries()) {
    if (seen === '-') continue;
    const since = seen === 'y' ? deciding : deciding - 2 * tick;
    recalled.set(placeKey('arc', ordinal), { pod: podName('arc', ordinal), set: 'arc', setUid, ordinal, since });
  }
  return recalled;
}

/** Puts the code of each sighting that is left in its place. */
export function keepSightings(codes: string, left: ReadonlyMap<string, unknown>): string {
  return Array.from(codes)
    .map((seen, ordinal) => (left.has(placeKey('arc', ordinal)) ? seen : '-'))
    .join('');
}

/** `heardFrom`: the leader whose answers are remembered. */
export function recall(recalled: Recalled, removal: number | undefined, heardFrom: number): Memory {
  const { sightings, heardNow, failures } = recalled;
  const stamps = (good: number) =>
    new Map(
      Array.from(sightings).map((seen, ordinal) => [podName('arc', ordinal), Number(seen) & good ? current : outdated]),
    );
  const answer = (ticks: number, good: number) => {
    const askedAt = asking - ticks * tick + 4;
    return { askedAt, answeredAt: askedAt + 1, lastHeard: stamps(good) };
  };
  const answers = heardNow ? [answer(1, 2), answer(0, 1)] : [answer(1, 1)];
  const failed = Array.from(failures).flatMap((code, ordinal) => {
    const backoffUntil = deciding + Math.max(Number(code) - 1, 0) * tick;
    return code === '0'
      ? []
      : [[podName('arc', ordinal), { count: 1, firstAt: 0, backoffUntil, startedAt: 'an earlier one' }] as const];
  });
  return {
    ...newMemory(clusterUid, 0, 0),
    sightings: recallSightings(sightings),
    heard: { leader: podName('arc', heardFrom), term, answers },
    failures: new Map(failed),
    flight: removal === undefined ? undefined : recallFlight(podName('arc', removal), recalled),
  };
}

export const term = 2n;
/** The stamp that the leader's records have of a member now; an answer from before a sign of life has another. */
export const current = 'current';
const outdated = 'outdated';

function recallFlight(member: string, { flight, isProven, isAnswered }: Recalled): KnownFlight | undefined {
  const proof = isProven
    ? { member, startedAt, finishedAt: startedAt, result: 'Removed' as const, answer: '', evidence: '' }
    : undefined;
  const known = { member, startedAt, answer: undefined, proof };
  const sent = (at: number) => ({ ...known, seenAt: at, sentAt: at, isOver: isAnswered });
  const found = (at: number) => ({ ...known, seenAt: at, sentAt: undefined, isOver: false });
  switch (flight) {
    case 'none':
    case 'unseen':
      return undefined;
    case 'sent':
      return sent(asking);
    case 'sent before':
      return sent(asking - tick);
    case 'found':
      return found(deciding);
    case 'found before':
      return found(deciding - tick);
    case 'overdue':
      return found(deciding - 3 * tick);
  }
}

export function condense(memory: Memory, before: Recalled): Omit<Recalled, 'isAnswered'> {
  const { sightings, heard, failures, flight } = memory;
  const [newest, older] = heard?.answers.toReversed() ?? [];
  const heardNow = newest !== undefined && newest.askedAt >= asking;
  return {
    sightings: Array.from(before.sightings)
      .map((_, ordinal) => {
        const sighting = sightings.get(placeKey('arc', ordinal));
        if (!sighting) return '-';
        if (deciding - sighting.since < tick) return 'y';
        const isGood = (answer: typeof newest) =>
          answer !== undefined &&
          answer.askedAt >= sighting.since &&
          answer.lastHeard.get(podName('arc', ordinal)) === current;
        return String((isGood(newest) ? 1 : 0) + (heardNow && isGood(older) ? 2 : 0));
      })
      .join(''),
    heardNow,
    flight: condenseFlight(flight),
    isProven: flight?.proof !== undefined,
    failures: Array.from(before.failures)
      .map((_, ordinal) => {
        const failure = failures.get(podName('arc', ordinal));
        return failure
          ? String(1 + Math.min(Math.max(Math.ceil((failure.backoffUntil - deciding) / tick), 0), 2))
          : '0';
      })
      .join(''),
  };
}

function condenseFlight(flight: KnownFlight | undefined): Flight {
  if (!flight) return 'none';
  const ticks = Math.floor((deciding - (flight.sentAt ?? flight.seenAt)) / tick);
  if (ticks >= 2) return 'overdue';
  if (flight.sentAt !== undefined) return ticks === 1 ? 'sent before' : 'sent';
  return ticks === 1 ? 'found before' : 'found';
}

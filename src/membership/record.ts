import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { formatMilliTime } from '../ports/wall-time.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Judgement } from './judgement.ts';
import type { Failure, Flight, Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { Traits } from './observation.ts';
import type { Settings } from './settings.ts';

export type RemovalRecord = NonNullable<RaftClusterStatus['removal']>;
type Finished = NonNullable<RaftClusterStatus['removals']>[number];

/** How the record in `status.removal` stands after an observation (removal rule §4): it ends by proof, never by an answer. */
export type RecordLife =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'inFlight';
      readonly record: RemovalRecord;
      readonly flight: Flight;
      /** Its time is up, without a proof either way. */
      readonly overdue: boolean;
      /** When time alone may end it, monotonic milliseconds. */
      readonly until: number;
    }
  | { readonly kind: 'removed' | 'notRemoved'; readonly record: RemovalRecord; readonly finished: Finished }
  | { readonly kind: 'cleanedUp'; readonly record: RemovalRecord };

/**
 * What passes at most between the first fresh read and the send; a record that was found may have been sent so much
 * later than it was written. Milliseconds.
 */
export const fenceWindow = 3000;

interface Scene {
  readonly record: RemovalRecord | undefined;
  readonly settings: Settings;
  readonly judgement: Judgement;
  readonly state: ClusterState;
  readonly memory: Memory;
  readonly traits: Traits;
  readonly now: Moment;
}

export function lifeOf(scene: Scene): RecordLife {
  const { record, settings, memory, traits, now } = scene;
  if (!record) return { kind: 'none' };
  const flight = flightOf(record, memory.flight, now.monotonic);
  const longest = Math.max(settings.removeTimeout, traits.longestAct);
  const from = flight.sentAt ?? flight.seenAt + fenceWindow;
  const inFlight: RecordLife = {
    kind: 'inFlight',
    record,
    flight,
    overdue: now.monotonic >= from + settings.removeTimeout,
    until: from + longest + (record.phase === 'CleaningUp' ? fenceWindow : 0),
  };
  return record.phase === 'CleaningUp'
    ? isCleanedUp(scene, record, inFlight.until) ? { kind: 'cleanedUp', record } : inFlight
    : removalLife(scene, record, inFlight);
}

export function flightOf(record: RemovalRecord, known: Flight | undefined, now: number): Flight {
  if (known?.member === record.member && known.startedAt === record.startedAt) return known;
  return { member: record.member, startedAt: record.startedAt, seenAt: now, sentAt: undefined, answer: undefined };
}

function removalLife({ judgement, state, now }: Scene, record: RemovalRecord, inFlight: RecordLife & { readonly kind: 'inFlight' }): RecordLife {
  const { leader } = state;
  const { proof, configuration, voters, views, quorum } = judgement;
  if (!leader || !proof) return inFlight;
  const finished = (result: Finished['result'], evidence: string): Finished => ({
    member: record.member,
    startedAt: record.startedAt,
    finishedAt: formatMilliTime(now.wall),
    result,
    answer: inFlight.flight.answer ?? 'not known: the operator that sent it was replaced',
    evidence,
  });
  const where = `the configuration that leader ${proof.leader} committed in term ${proof.term} (commit index ${proof.commitIndex})`;
  if (configuration.some(({ id }) => id === record.member)) {
    if (now.monotonic < inFlight.until) return inFlight;
    return { kind: 'notRemoved', record, finished: finished('NotRemoved', `still in ${where}`) };
  }
  const witnesses = views.filter(
    ({ view }) => voters.includes(view.memberId) && !view.configuration.some(({ id }) => id === record.member),
  ).length;
  if (witnesses < quorum) return inFlight;
  const evidence = `absent from ${where}, and from the views of ${witnesses} of ${voters.length} voters`;
  return { kind: 'removed', record, finished: finished('Removed', evidence) };
}

function isCleanedUp({ state, now }: Scene, { member }: RemovalRecord, until: number): boolean {
  return now.monotonic >= until || (state.leader !== undefined && !state.leader.view.records.has(member));
}

const shortestBackoff = 20_000;
const longestBackoff = 300_000;

/** A member's failures after one more removal that was proven not to have happened. */
export function failAgain(before: Failure | undefined, now: number): Failure {
  const count = (before?.count ?? 0) + 1;
  const backoff = Math.min(shortestBackoff * 2 ** (count - 1), longestBackoff);
  return { count, firstAt: before?.firstAt ?? now, backoffUntil: now + backoff };
}

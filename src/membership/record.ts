import { clipped } from '../api/limits.ts';
import { formatMilliTime } from '../ports/wall-time.ts';
import type { Flight, Memory } from './memory.ts';
import type { Finished, InFlight, RecordLife, RemovalRecord } from './record-life.ts';
import type { Traits } from './observation.ts';
import type { Context } from './clauses/question.ts';
import type { Settings } from './settings.ts';
import type { CommitProof } from './views/commit-proof.ts';

/**
 * What passes at most between the first fresh read and the send; a record that was found may have been sent so much
 * later than it was written. Milliseconds.
 */
export const fenceWindow = 3000;

type Scene = Pick<Context, 'facts' | 'settings' | 'judgement' | 'state' | 'traits' | 'now'>;

export function lifeOf(scene: Scene, memory: Memory): RecordLife {
  const { facts, settings, traits, now } = scene;
  const record = facts.cluster.status.removal;
  if (!record) return { kind: 'none' };
  const flight = flightOf(record, memory.flight, now.monotonic);
  const from = flight.sentAt ?? flight.seenAt + fenceWindow;
  const until = from + longestAct(settings, traits) + (record.phase === 'CleaningUp' ? fenceWindow : 0);
  const inFlight: InFlight = {
    kind: 'inFlight',
    record,
    flight,
    overdue: now.monotonic >= from + settings.removeTimeout,
    until,
  };
  return record.phase === 'CleaningUp' ? cleanUpLife(scene, inFlight) : removalLife(scene, inFlight);
}

/**
 * Until when nothing may be sent for the sake of a record that this process did not send itself (removal rule §3,
 * "Fence"): whoever wrote it may still act, even if its removal is proven already.
 */
export function quietAfter(life: RecordLife, { settings, traits }: Pick<Scene, 'settings' | 'traits'>): number {
  if (life.kind === 'none' || life.flight.sentAt !== undefined) return 0;
  return life.flight.seenAt + fenceWindow + longestAct(settings, traits);
}

function longestAct(settings: Settings, traits: Traits): number {
  return Math.max(settings.removeTimeout, traits.longestAct);
}

function flightOf({ member, startedAt }: RemovalRecord, known: Flight | undefined, now: number): Flight {
  if (known?.member === member && known.startedAt === startedAt) return known;
  return { member, startedAt, seenAt: now, sentAt: undefined, answer: undefined };
}

/** The live voters that a proven leader has are a quorum that shows its very configuration: their views need no second look. */
function removalLife({ judgement, state, now }: Scene, inFlight: InFlight): RecordLife {
  const { configuration, voters, liveVoters } = judgement;
  const { leader, committed } = state;
  if (!leader || !committed) return inFlight;
  const { record, flight } = inFlight;
  const ended = (kind: 'removed' | 'notRemoved', result: Finished['result'], evidence: string): RecordLife => ({
    kind,
    record,
    flight,
    finished: {
      member: record.member,
      startedAt: record.startedAt,
      finishedAt: formatMilliTime(now.wall),
      result,
      answer: clipped(flight.answer ?? 'not known'),
      evidence: clipped(evidence),
    },
  });
  const where = `the configuration that leader ${committed.leader} committed in term ${committed.term} (commit index ${committed.commitIndex})`;
  if (!configuration.some(({ id }) => id === record.member)) {
    if (isBehind(committed, record)) return inFlight;
    const witnesses = `${liveVoters.length} of ${voters.length} voters`;
    return ended('removed', 'Removed', `absent from ${where}, and from the views of ${witnesses}`);
  }
  return leader.askedAt >= inFlight.until ? ended('notRemoved', 'NotRemoved', `still in ${where}`) : inFlight;
}

/**
 * Terms and commit indexes only grow, so a leader that has not come as far as the record had is one of another cluster: of
 * a first pod that came back empty and bootstrapped itself, say, while nobody else answers. That its configuration lacks
 * the member proves nothing.
 */
function isBehind({ term, commitIndex }: CommitProof, { term: was, commitIndex: had }: RemovalRecord): boolean {
  return (was !== undefined && term < BigInt(was)) || (had !== undefined && commitIndex < BigInt(had));
}

/** It ends when the id has left the leader's other records, or after its time whatever they show. */
function cleanUpLife({ state: { leader }, now }: Scene, inFlight: InFlight): RecordLife {
  const { record, flight, until } = inFlight;
  const hasLeft = leader !== undefined && !leader.view.records.has(record.member);
  return hasLeft || now.monotonic >= until ? { kind: 'cleanedUp', record, flight } : inFlight;
}

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
 * Until when nothing may be sent for the sake of a record that this process found (removal rule §3, "Fence"), even if the
 * record vanishes: whoever wrote it may still act.
 */
export function quietAfter(life: RecordLife): number {
  return life.kind === 'inFlight' && life.flight.sentAt === undefined ? life.until : 0;
}

function longestAct(settings: Settings, traits: Traits): number {
  return Math.max(settings.removeTimeout, traits.longestAct);
}

function flightOf({ member, startedAt }: RemovalRecord, known: Flight | undefined, now: number): Flight {
  if (known?.member === member && known.startedAt === startedAt) return known;
  return { member, startedAt, seenAt: now, sentAt: undefined, answer: undefined, isOver: false, proof: undefined };
}

function removalLife(scene: Scene, inFlight: InFlight): RecordLife {
  const { record, flight } = inFlight;
  const proof = flight.proof ?? proofOfRemoval(scene, inFlight);
  if (proof) {
    // Else a successor, or a member that joins again, would meet a request that nobody waits for any more.
    if (mayStillAct(scene, inFlight)) return { ...inFlight, flight: { ...flight, proof }, overdue: false };
    return { kind: 'removed', record, flight, finished: { ...proof, answer: answerOf(flight) } };
  }
  const finished = proofOfFailure(scene, inFlight);
  return finished ? { kind: 'notRemoved', record, flight, finished } : inFlight;
}

/** Whoever sent the request has no answer, and its time is not up: it may still take effect, even if all is proven already. */
function mayStillAct({ now }: Scene, { flight, until }: InFlight): boolean {
  return !flight.isOver && now.monotonic < until;
}

/** The live voters that a proven leader has are a quorum that shows its very configuration: their views need no second look. */
function proofOfRemoval(scene: Scene, { record, flight }: InFlight): Finished | undefined {
  const { configuration, voters, liveVoters } = scene.judgement;
  const { leader, committed } = scene.state;
  if (!leader || !committed || isBehind(committed, record)) return undefined;
  if (configuration.some(({ id }) => id === record.member)) return undefined;
  const witnesses = `${liveVoters.length} of ${voters.length} voters`;
  return finish(
    scene,
    record,
    flight,
    'Removed',
    `absent from ${whereIn(committed)}, and from the views of ${witnesses}`,
  );
}

function proofOfFailure(scene: Scene, { record, flight, until }: InFlight): Finished | undefined {
  const { leader, committed } = scene.state;
  const isListed = scene.judgement.configuration.some(({ id }) => id === record.member);
  if (!leader || !committed || !isListed || leader.askedAt < until) return undefined;
  return finish(scene, record, flight, 'NotRemoved', `still in ${whereIn(committed)}`);
}

function finish(
  { now }: Scene,
  { member, startedAt }: RemovalRecord,
  flight: Flight,
  result: Finished['result'],
  evidence: string,
): Finished {
  const finishedAt = formatMilliTime(now.wall);
  return { member, startedAt, finishedAt, result, answer: answerOf(flight), evidence: clipped(evidence) };
}

function answerOf({ answer }: Flight): string {
  return clipped(answer ?? 'not known');
}

function whereIn({ leader, term, commitIndex }: CommitProof): string {
  return `the configuration that leader ${leader} committed in term ${term} (commit index ${commitIndex})`;
}

/**
 * Terms and commit indexes only grow, so a leader that has not come as far as the record had is one of another cluster: of
 * a first pod that came back empty and bootstrapped itself, say, while nobody else answers. That its configuration lacks
 * the member proves nothing.
 */
function isBehind({ term, commitIndex }: CommitProof, { term: was, commitIndex: had }: RemovalRecord): boolean {
  return (was !== undefined && term < BigInt(was)) || (had !== undefined && commitIndex < BigInt(had));
}

/** It ends when the id has left the leader's other records and the request is over, or after its time whatever they show. */
function cleanUpLife(scene: Scene, inFlight: InFlight): RecordLife {
  const { record, flight, until } = inFlight;
  const { leader } = scene.state;
  const hasLeft = leader !== undefined && !leader.view.records.has(record.member);
  const isOver = scene.now.monotonic >= until || (hasLeft && flight.isOver);
  return isOver ? { kind: 'cleanedUp', record, flight } : inFlight;
}

import { clipped } from '../api/limits.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { formatTime, parseTime } from '../ports/wall-time.ts';
import { firstRefusal, isGoneForGood } from './clauses.ts';
import type { Member } from './evidence.ts';
import { targetOf } from './question.ts';
import type { Context, Refusal, Target } from './question.ts';
import type { RecordLife } from './record.ts';

export type MemberRow = NonNullable<RaftClusterStatus['members']>[number];

/** What is thought of one member. */
export interface Opinion {
  readonly target: Target;
  readonly suffrage: Member['suffrage'];
  readonly refusal: Refusal | undefined;
  readonly goneForGood: boolean;
}

/** The members shown: the configuration's; while none is known those last known; and the one whose removal is in flight. */
export function shownMembers(context: Context, life: RecordLife): readonly Member[] {
  const { judgement, facts } = context;
  const before = (facts.cluster.status.members ?? []).map(({ id, suffrage }) => ({ id, suffrage, address: '' }));
  const known = judgement.configuration.length > 0 ? judgement.configuration : before;
  const flying = life.kind === 'inFlight' && life.record.phase === 'Removing' ? life.record.member : undefined;
  const missing = before.filter(({ id }) => id === flying && !known.some((member) => member.id === id));
  return [...known, ...missing].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function opinionOf(member: Member, context: Context, life: RecordLife): Opinion {
  const target = targetOf(member.id, member.suffrage === 'Voter' ? 'voter' : 'nonvoter', member.address, context);
  const refusal = inFlight(target, life) ?? firstRefusal(target, context);
  return { target, suffrage: member.suffrage, refusal, goneForGood: isGoneForGood(target, context) };
}

/** While T's removal is in flight its verdict is `Removing`, whatever the clauses say. */
function inFlight({ id }: Target, life: RecordLife): Refusal | undefined {
  if (life.kind !== 'inFlight' || life.record.member !== id || life.record.phase !== 'Removing') return undefined;
  return life.overdue
    ? {
        verdict: 'Removing',
        reason: 'RemovalUnconfirmed',
        message: `A removal was sent at ${life.record.startedAt}; whether it took effect cannot be proven yet.`,
      }
    : { ...removing, message: `Its removal was begun at ${life.record.startedAt} and is being verified.` };
}

export const removing: Refusal = {
  verdict: 'Removing',
  reason: 'RemovingVoter',
  message: 'Everything that a removal needs holds; it is next.',
};

export function rowOf({ target, suffrage, refusal }: Opinion, context: Context): MemberRow {
  const { facts, judgement, now } = context;
  const before = facts.cluster.status.members?.find(({ id }) => id === target.id);
  const { verdict, reason, message, until } = refusal ?? removing;
  const same = before?.verdict === verdict && before.reason === reason;
  const removableAt = reason === 'Settling' && until !== undefined ? steady(now.wall + until - now.monotonic, before?.removableAt) : undefined;
  return {
    id: target.id,
    suffrage,
    ...(target.place && { statefulSet: target.place.set, ordinal: target.place.ordinal }),
    live: judgement.live.has(target.id),
    verdict,
    reason,
    since: same ? before.since : formatTime(now.wall),
    ...(removableAt !== undefined && { removableAt }),
    message: clipped(message),
  };
}

/** Two clocks never agree to the millisecond: a time that is only a moment off is not worth a write. */
function steady(wall: number, before: string | undefined): string {
  const known = before === undefined ? undefined : parseTime(before);
  return before !== undefined && known !== undefined && Math.abs(known - wall) <= 2000 ? before : formatTime(wall);
}

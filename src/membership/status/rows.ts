import { clipped } from '../../api/limits.ts';
import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import { formatTime, parseTime } from '../../ports/wall-time.ts';
import { firstRefusal, isGoneForGood } from '../clauses/clauses.ts';
import type { Member } from '../evidence.ts';
import { refuse } from '../clauses/question.ts';
import type { Context, Refusal } from '../clauses/question.ts';
import { whyNotLive } from './not-live.ts';
import type { RecordLife } from '../record-life.ts';
import type { Target } from '../clauses/target.ts';
import { memberTarget } from '../clauses/targets.ts';

export type MemberRow = NonNullable<RaftClusterStatus['members']>[number];

/** What is thought of one member. */
export interface Opinion {
  readonly target: Target;
  readonly suffrage: Member['suffrage'];
  readonly refusal: Refusal;
  readonly goneForGood: boolean;
}

/** The members shown: the configuration's; while none is known those last known; and the one whose removal is in flight. */
export function shownMembers({ judgement, facts, life }: Context): readonly Member[] {
  const before = (facts.cluster.status.members ?? []).map(({ id, suffrage }) => ({ id, suffrage, address: '' }));
  const known = judgement.configuration.length > 0 ? judgement.configuration : before;
  const missing = before.filter(({ id }) => isFlying(id, life) && !known.some((member) => member.id === id));
  return [...known, ...missing].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** `chosen`: whose removal is next, so that the others queue behind it. */
export function opinionOf(member: Member, context: Context, chosen: Target | undefined): Opinion {
  const target = memberTarget(member, context.facts, context.settings);
  const isNext = chosen !== undefined && chosen.id === target.id;
  const others = { ...context, inFlight: context.inFlight || chosen !== undefined };
  const refusal = inFlight(target, context) ?? firstRefusal(target, isNext ? context : others) ?? next;
  return { target, suffrage: member.suffrage, refusal, goneForGood: isGoneForGood(target, context) };
}

/** Not refused at all. */
const next = refuse('Removing', 'RemovingVoter', 'Everything that a removal needs holds; it is next.');

/** While T's removal is in flight its verdict is `Removing`, whatever the clauses say. */
function inFlight({ id, pod }: Target, context: Context): Refusal | undefined {
  const { life, facts } = context;
  if (life.kind !== 'inFlight' || !isFlying(id, life)) return undefined;
  const { startedAt } = life.record;
  const found = pod === undefined ? undefined : facts.pods.get(pod);
  if (found !== undefined && found !== 'absent') {
    const message = `A removal was sent at ${startedAt} and pod ${pod} is back: the removal may still take effect.`;
    return refuse('Removing', 'RemovalUnconfirmed', message);
  }
  if (!life.overdue)
    return refuse('Removing', 'RemovingVoter', `Its removal was begun at ${startedAt} and is being verified.`);
  const message = `A removal was sent at ${startedAt}; whether it took effect cannot be proven yet: ${unproven(id, context)}`;
  return refuse('Removing', 'RemovalUnconfirmed', message);
}

/** Why neither end of a removal is proven after all that time. */
function unproven(id: string, { state, judgement }: Context): string {
  if (state.problem) return state.problem.message;
  if (state.disagreement) return state.disagreement.message;
  if (judgement.configuration.some((member) => member.id === id)) return 'the leader is to be asked once more.';
  return `the leader ${state.leader.view.memberId} is behind the one that was asked, so it leads another cluster.`;
}

/** Whether the removal of this member, not the clean-up of what is left of it, is in flight. */
export function isFlying(id: string, life: RecordLife): boolean {
  return life.kind === 'inFlight' && life.record.member === id && life.record.phase === 'Removing';
}

export function rowOf(opinion: Opinion, context: Context): MemberRow {
  const { target, suffrage, refusal } = opinion;
  const { facts, judgement, now } = context;
  const before = facts.cluster.status.members?.find(({ id }) => id === target.id);
  const { verdict, reason, until } = refusal;
  const isSame = before?.verdict === verdict && before.reason === reason;
  const settles = reason === 'Settling' && until !== undefined;
  return {
    id: target.id,
    suffrage,
    ...(target.place && { statefulSet: target.place.set, ordinal: target.place.ordinal }),
    live: judgement.live.has(target.id),
    verdict,
    reason,
    since: isSame ? before.since : formatTime(now.wall),
    ...(settles && { removableAt: steady(now.wall + until - now.monotonic, before?.removableAt) }),
    message: clipped(messageOf(opinion, context)),
  };
}

/** Of a member that stays because its pod is wanted: also why it is of no use as it is. */
function messageOf({ target, suffrage, refusal: { verdict, message } }: Opinion, context: Context): string {
  const why = verdict === 'Keep' ? whyNotLive({ ...target, suffrage }, context) : undefined;
  return why === undefined ? message : `${message} It ${why}.`;
}

/** Two clocks never agree to the millisecond: a time that is only a moment off is not worth a write. */
function steady(wall: number, before: string | undefined): string {
  const known = before === undefined ? undefined : parseTime(before);
  return before !== undefined && known !== undefined && Math.abs(known - wall) <= 2000 ? before : formatTime(wall);
}

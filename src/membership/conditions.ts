import { setCondition } from '../api/conditions.ts';
import type { Condition, ConditionState, ConditionType } from '../api/conditions.ts';
import { clipped } from '../api/limits.ts';
import type { Reason } from '../api/reasons.ts';
import { formatTime } from '../ports/wall-time.ts';
import { quorumLostAdvice } from './advice.ts';
import type { Absentee } from './absentees.ts';
import { olderRival } from './clauses-identity.ts';
import type { Context } from './question.ts';
import type { RecordLife } from './record.ts';
import type { Opinion } from './rows.ts';
import type { SetRow } from './set-rows.ts';

/** What a pass found, for the conditions to sum up. */
export interface Findings {
  readonly context: Context;
  readonly life: RecordLife;
  readonly opinions: readonly Opinion[];
  readonly absentees: readonly Absentee[];
  readonly setRows: readonly SetRow[];
}

type Finding = Pick<ConditionState, 'status' | 'reason' | 'message'>;

export function concludeConditions(findings: Findings): Condition[] {
  const { context, opinions, life } = findings;
  const quorumHealthy = quorumHealth(findings);
  const membersInSync = membersSync(findings);
  const stalled = stall(findings);
  const reconciling = stalled ? undefined : reconciliation(opinions, life);
  const ready = [quorumHealthy, membersInSync].find(({ status }) => status !== 'True') ?? stalled ?? reconciling;
  const isReady = quorumHealthy.status === 'True' && membersInSync.status === 'True' && !stalled;
  const found: [ConditionType, Finding][] = [
    ['Ready', isReady ? { ...(ready ?? quorumHealthy), status: 'True' } : asUnready(ready ?? quorumHealthy, stalled)],
    ['QuorumHealthy', quorumHealthy],
    ['MembersInSync', membersInSync],
    ['ScaleDownSafe', scaleDownSafety(findings)],
    ['RemovalBlocked', blocks(opinions)],
    ['Reconciling', reconciling ?? absent],
    ['Stalled', stalled ?? absent],
    ['Suspended', absent],
  ];
  return found.reduce((conditions, [type, finding]) => withCondition(conditions, type, finding, context), previous(context));
}

function previous({ facts }: Pick<Context, 'facts'>): Condition[] {
  return [...(facts.cluster.status.conditions ?? [])];
}

/** `conditions` with one of them set to what was found now. */
export function withCondition(
  conditions: readonly Condition[],
  type: ConditionType,
  { status, reason, message }: Finding,
  { facts, now }: Pick<Context, 'facts' | 'now'>,
): Condition[] {
  const state = { type, status, reason, message: clipped(message), observedGeneration: facts.cluster.generation };
  return setCondition(conditions, state, formatTime(now.wall));
}

const absent: Finding = { status: 'False', reason: 'Healthy', message: '' };

/** A cluster that is stalled is not ready, even where each of its parts is well. */
function asUnready(found: Finding, stalled: Finding | undefined): Finding {
  return found === stalled ? { ...found, status: 'False' } : found;
}

function quorumHealth({ context }: Findings): Finding {
  const { facts, settings, judgement, state } = context;
  if (state.leader) {
    const { liveVoters, voters, quorum } = judgement;
    const counts = `${liveVoters.length} of ${voters.length} voters are live, ${quorum} are needed`;
    return { status: 'True', reason: 'Healthy', message: `${counts}; ${state.leader.view.memberId} leads.` };
  }
  const { reason, message } = state.problem ?? { reason: 'AdminUnreachable', message: '' };
  const advice = reason === 'QuorumLost' ? ` ${quorumLostAdvice(facts, settings, judgement)}` : '';
  return { status: state.quorumHealthy, reason, message: message + advice };
}

function membersSync({ context, opinions, absentees, life }: Findings): Finding {
  const { state } = context;
  if (!state.leader) {
    const { reason, message } = state.problem ?? { reason: 'AdminUnreachable', message: '' };
    return { status: 'Unknown', reason, message };
  }
  const gone = opinions.filter(({ goneForGood }) => goneForGood).map(({ target }) => target.id);
  const flying = life.kind === 'inFlight' && life.record.phase === 'Removing' ? [life.record.member] : [];
  const dead = [...new Set([...flying, ...gone])];
  if (dead.length > 0) {
    const reason = flying.length > 0 ? 'RemovingVoter' : 'DeadVoterPending';
    return { status: 'False', reason, message: `Gone for good, but still members: ${dead.join(', ')}.` };
  }
  const strays = absentees.filter(({ inRange, why }) => inRange && (why === 'Joining' || why === 'OtherId'));
  const [stray] = strays;
  return stray
    ? { status: 'False', reason: 'MemberMissing', message: `${strays.map(({ pod }) => pod).join(', ')}: ${stray.message}` }
    : { status: 'True', reason: 'InSync', message: 'No member is gone for good, and every clustered pod is a member.' };
}

function scaleDownSafety({ context, setRows }: Findings): Finding {
  const { state } = context;
  if (!state.leader) {
    const { reason, message } = state.problem ?? { reason: 'AdminUnreachable', message: '' };
    return { status: 'Unknown', reason, message };
  }
  const tight = setRows.filter(({ row, mayShrink }) => mayShrink && row.minSafeReplicas >= row.replicas);
  const [first] = tight;
  return first
    ? { status: 'False', reason: 'NoMargin', message: `May not lose a pod now: ${tight.map(({ row }) => row.name).join(', ')}.` }
    : { status: 'True', reason: 'ScaleDownPossible', message: 'Every StatefulSet may lose one pod.' };
}

function blocks(opinions: readonly Opinion[]): Finding {
  const [first, ...others] = opinions.flatMap(({ target, refusal }) => (refusal?.verdict === 'Blocked' ? [{ target, refusal }] : []));
  if (!first) return { status: 'False', reason: 'NotBlocked', message: 'No removal is forbidden by a clause.' };
  const more = others.length > 0 ? ` Also blocked: ${others.map(({ target }) => target.id).join(', ')}.` : '';
  return { status: 'True', reason: first.refusal.reason, message: `${first.target.id}: ${first.refusal.message}${more}` };
}

/** After so long of proven failures the operator says that it does not get on by itself. Milliseconds. */
const stallAfter = 600_000;

function stall({ context }: Findings): Finding | undefined {
  const { facts, settings, memory, now } = context;
  const conflicts = settings.targets.flatMap(({ set }) => olderRival(set, facts.cluster, facts.rivals) ?? []);
  const [rival] = conflicts;
  if (rival) return stalledBy('TargetConflict', `The older RaftCluster ${rival.name} names the same StatefulSet.`);
  if (facts.mayRemove === 'unsupported') return stalledBy('StoreUnsupported', 'This version of the store has no endpoint to remove members.');
  if (facts.mayRemove === 'forbidden') return stalledBy('AdminForbidden', 'The admin token is valid, but not allowed to remove members.');
  const failing = [...memory.failures].find(([, { firstAt }]) => now.monotonic - firstAt >= stallAfter);
  if (!failing) return undefined;
  const [id, { count }] = failing;
  return stalledBy('RemovalUnconfirmed', `${id} was sent ${count} removals, each proven not to have happened.`);
}

function stalledBy(reason: Reason, message: string): Finding {
  return { status: 'True', reason, message };
}

function reconciliation(opinions: readonly Opinion[], life: RecordLife): Finding | undefined {
  const busy = opinions.flatMap(({ target, refusal }) =>
    refusal === undefined || refusal.verdict === 'Waiting' || refusal.verdict === 'Removing' ? [{ target, refusal }] : [],
  );
  const [first, ...others] = busy;
  if (!first) {
    if (life.kind !== 'inFlight') return undefined;
    return { status: 'True', reason: 'RemovingVoter', message: `What the store kept of ${life.record.member} is being cleaned up.` };
  }
  const { reason, message } = first.refusal ?? { reason: 'RemovingVoter' as const, message: 'Its removal is next.' };
  const more = others.length > 0 ? ` Also waiting: ${others.map(({ target }) => target.id).join(', ')}.` : '';
  return { status: 'True', reason, message: `${first.target.id}: ${message}${more}` };
}

import { clipped, limits } from '../../api/limits.ts';
import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import { formatMilliTime } from '../../ports/wall-time.ts';
import { absenteesIn } from './absentees.ts';
import { concludeConditions } from './conditions.ts';
import type { Memory } from '../memory.ts';
import type { Facts } from '../observation.ts';
import type { Context } from '../clauses/question.ts';
import { faultTolerance } from '../views/quorum.ts';
import type { RemovalRecord } from '../record-life.ts';
import { opinionOf, rowOf, shownMembers } from './rows.ts';
import type { Opinion } from './rows.ts';
import { setRows } from './set-rows.ts';
import type { Target } from '../clauses/target.ts';
import { unsettledIn } from './unsettled.ts';

/** What a pass leaves behind. */
export interface Conclusion {
  readonly status: RaftClusterStatus;
  readonly memory: Memory;
  readonly opinions: readonly Opinion[];
}

/** The whole new status. `chosen` is the member that is to go next; `begun` its record, if this pass begins its removal. */
export function concludeStatus(
  context: Context,
  chosen: Target | undefined,
  begun: RemovalRecord | undefined,
): Conclusion {
  const { facts, memory } = context;
  const opinions = shownMembers(context).map((member) => opinionOf(member, context, chosen));
  const absentees = absenteesIn(context, new Set(opinions.map(({ target }) => target.id)));
  const rows = setRows(context);
  const unsettled = unsettledIn(context, opinions, absentees);
  const status: RaftClusterStatus = {
    observedGeneration: facts.cluster.generation,
    ...handled(facts.cluster),
    ...counts(context),
    members: opinions.map((opinion) => rowOf(opinion, context)),
    statefulSets: rows.map(({ row }) => row),
    absentees: absentees
      .slice(0, limits.absentees)
      .map(({ pod, why, message }) => ({ pod, why, message: clipped(message) })),
    decommissioned: decommissionedAfter(context),
    ...recordsAfter(context, begun),
    conditions: concludeConditions({ context, opinions, absentees, setRows: rows }),
  };
  return { status, memory: { ...memory, unsettled }, opinions };
}

/** Whoever asked for a look sees that it was done. */
export function handled({ requestedAt, status }: Facts['cluster']): Pick<RaftClusterStatus, 'lastHandledReconcileAt'> {
  const lastHandledReconcileAt = requestedAt ?? status.lastHandledReconcileAt;
  return lastHandledReconcileAt === undefined ? {} : { lastHandledReconcileAt };
}

/** Numbers that are known. Without a proven leader nobody knows who lives, unless it is proven that there is none. */
function counts({ judgement, state, facts }: Context): RaftClusterStatus {
  const { voters, quorum, liveVoters, views } = judgement;
  if (voters.length === 0) {
    const { voters: known, quorum: needed } = facts.cluster.status;
    return { ...(known !== undefined && { voters: known }), ...(needed !== undefined && { quorum: needed }) };
  }
  if (state.leader) {
    const { memberId, term } = state.leader.view;
    const tolerance = faultTolerance(voters.length, liveVoters.length);
    return {
      leader: memberId,
      term: String(term),
      voters: voters.length,
      liveVoters: liveVoters.length,
      quorum,
      faultTolerance: tolerance,
    };
  }
  if (state.quorumHealthy !== 'False') return { voters: voters.length, quorum };
  const answering = voters.filter((id) => views.some(({ view }) => view.memberId === id)).length;
  return {
    voters: voters.length,
    liveVoters: answering,
    quorum,
    faultTolerance: Math.min(faultTolerance(voters.length, answering), 0),
  };
}

/** The removal in flight, those that are finished, and the clean-ups: what the next pass relies on (removal rule §4). */
export function recordsAfter(
  { facts, judgement, state, life, now }: Pick<Context, 'facts' | 'judgement' | 'state' | 'life' | 'now'>,
  begun: RemovalRecord | undefined,
): Pick<RaftClusterStatus, 'removal' | 'removals' | 'leftovers'> {
  const { removals = [], leftovers = [] } = facts.cluster.status;
  const removal = begun ?? (life.kind === 'inFlight' ? life.record : undefined);
  const finished = life.kind === 'removed' || life.kind === 'notRemoved' ? [life.finished] : [];
  const cleaned = life.kind === 'cleanedUp' ? [{ id: life.record.member, cleanedAt: formatMilliTime(now.wall) }] : [];
  const isMember = (id: string) =>
    state.committed !== undefined && judgement.configuration.some((member) => member.id === id);
  return {
    ...(removal && { removal }),
    removals: [...removals, ...finished].slice(-limits.removals),
    // Of an id that is a member again nothing is left over.
    leftovers: [...leftovers.filter(({ id }) => id !== cleaned[0]?.id), ...cleaned].filter(({ id }) => !isMember(id)),
  };
}

/** An entry is honoured once its id is proven to be no member; it is forgotten when it leaves the spec. */
function decommissionedAfter({ facts, settings, judgement, state, life }: Context): string[] {
  const before = facts.cluster.status.decommissioned ?? [];
  const isFinished = (id: string) =>
    state.committed !== undefined &&
    !judgement.configuration.some((member) => member.id === id) &&
    !(life.kind === 'inFlight' && life.record.member === id);
  return settings.decommission.filter((id) => before.includes(id) || isFinished(id));
}

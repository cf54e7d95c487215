import { clipped, limits } from '../api/limits.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { formatMilliTime } from '../ports/wall-time.ts';
import { absenteesIn } from './absentees.ts';
import { concludeConditions } from './conditions.ts';
import type { Memory } from './memory.ts';
import type { Context, Target } from './question.ts';
import { faultTolerance } from './quorum.ts';
import { failAgain } from './record.ts';
import type { RecordLife, RemovalRecord } from './record.ts';
import { opinionOf, rowOf, shownMembers } from './rows.ts';
import type { Opinion } from './rows.ts';
import { setRows } from './set-rows.ts';
import { isUnsettled } from './wake.ts';

/** What a pass leaves behind. */
export interface Conclusion {
  readonly status: RaftClusterStatus;
  readonly memory: Memory;
  readonly opinions: readonly Opinion[];
}

/** The whole new status. `chosen` is the member that is to go next; `begun` its record, if this pass begins its removal. */
export function concludeStatus(
  context: Context,
  life: RecordLife,
  chosen: Target | undefined,
  begun: RemovalRecord | undefined,
): Conclusion {
  const { facts } = context;
  const others = { ...context, inFlight: context.inFlight || chosen !== undefined };
  const opinions = shownMembers(context, life).map((member) => opinionOf(member, member.id === chosen?.id ? context : others, life));
  const absentees = absenteesIn(facts, context.settings, context.judgement);
  const memory = remember(context, life, opinions, isUnsettled(context, opinions, absentees));
  const rows = setRows(context);
  const removal = begun ?? (life.kind === 'inFlight' ? life.record : undefined);
  const status: RaftClusterStatus = {
    observedGeneration: facts.cluster.generation,
    ...counts(context),
    members: opinions.map((opinion) => rowOf(opinion, context)),
    statefulSets: rows.map(({ row }) => row),
    absentees: absentees.slice(0, limits.absentees).map(({ pod, why, message }) => ({ pod, why, message: clipped(message) })),
    leftovers: leftoversAfter(context, life),
    decommissioned: decommissionedAfter(context, life),
    ...(removal && { removal }),
    removals: removalsAfter(context, life),
    conditions: concludeConditions({ context: { ...context, memory }, life, opinions, absentees, setRows: rows }),
  };
  return { status, memory, opinions };
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
    return { leader: memberId, term: String(term), voters: voters.length, liveVoters: liveVoters.length, quorum, faultTolerance: tolerance };
  }
  if (state.quorumHealthy !== 'False') return { voters: voters.length, quorum };
  const answering = voters.filter((id) => views.some(({ view }) => view.memberId === id)).length;
  return { voters: voters.length, liveVoters: answering, quorum, faultTolerance: Math.min(faultTolerance(voters.length, answering), 0) };
}

function remember(context: Context, life: RecordLife, opinions: readonly Opinion[], unsettled: boolean): Memory {
  const { memory, now } = context;
  const failures = new Map(memory.failures);
  if (life.kind === 'removed') failures.delete(life.record.member);
  if (life.kind === 'notRemoved') failures.set(life.record.member, failAgain(failures.get(life.record.member), now.monotonic));
  for (const id of failures.keys()) {
    if (!opinions.some(({ target }) => target.id === id)) failures.delete(id);
  }
  return {
    ...memory,
    failures,
    flight: life.kind === 'inFlight' ? life.flight : undefined,
    unsettledSince: unsettled ? (memory.unsettledSince ?? now.monotonic) : undefined,
  };
}

function removalsAfter({ facts }: Context, life: RecordLife): NonNullable<RaftClusterStatus['removals']> {
  const before = facts.cluster.status.removals ?? [];
  if (life.kind !== 'removed' && life.kind !== 'notRemoved') return before;
  const { answer, evidence } = life.finished;
  return [...before, { ...life.finished, answer: clipped(answer), evidence: clipped(evidence) }].slice(-limits.removals);
}

/** One clean-up an id: its entry stays until the id is a member again. */
function leftoversAfter({ facts, judgement, now, state }: Context, life: RecordLife): NonNullable<RaftClusterStatus['leftovers']> {
  const before = facts.cluster.status.leftovers ?? [];
  const proven = state.leader !== undefined && judgement.proof !== undefined;
  const kept = before.filter(({ id }) => !proven || !judgement.configuration.some((member) => member.id === id));
  if (life.kind !== 'cleanedUp') return kept;
  const cleaned = { id: life.record.member, cleanedAt: formatMilliTime(now.wall) };
  return [...kept.filter(({ id }) => id !== cleaned.id), cleaned].slice(-limits.leftovers);
}

/** An entry is honoured once its id is proven to be no member; it is forgotten when it leaves the spec. */
function decommissionedAfter({ facts, settings, judgement, state }: Context, life: RecordLife): string[] {
  const before = facts.cluster.status.decommissioned ?? [];
  const members = new Set(judgement.configuration.map(({ id }) => id));
  const proven = state.leader !== undefined && judgement.proof !== undefined;
  const flying = life.kind === 'inFlight' ? life.record.member : undefined;
  return settings.decommission.filter((id) => before.includes(id) || (proven && !members.has(id) && id !== flying));
}

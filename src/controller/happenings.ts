import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { Reason } from '../api/reasons.ts';
import type { EventNote } from '../kube/event-recorder.ts';

/** An event about a RaftCluster, before it is known which. */
export interface Happening extends Omit<EventNote, 'regarding'> {
  readonly reason: Reason;
  /** What it is about, for the log: which member, which removal. */
  readonly about?: object;
}

/** What a person should be told when one status follows another: one event a change, none where nothing changed. */
export function happeningsBetween(before: RaftClusterStatus, after: RaftClusterStatus): readonly Happening[] {
  const all = [
    ...removalsEnded(before, after),
    ...removalBegun(before, after),
    ...verdictsChanged(before, after),
    ...entriesWithoutMember(before, after),
    ...conditionsChanged(before, after),
  ];
  // Two conditions may turn for the same reason.
  return [...new Map(all.map((happening) => [`${happening.reason} ${happening.note}`, happening])).values()];
}

/** The removals whose ends the one status knows and the other did not yet. */
export function endsBetween(
  before: RaftClusterStatus,
  after: RaftClusterStatus,
): NonNullable<RaftClusterStatus['removals']> {
  const known = new Set(before.removals?.map(({ member, startedAt }) => `${member} ${startedAt}`));
  return (after.removals ?? []).filter(({ member, startedAt }) => !known.has(`${member} ${startedAt}`));
}

function removalsEnded(before: RaftClusterStatus, after: RaftClusterStatus): readonly Happening[] {
  return endsBetween(before, after).map((about) => {
    const { member, result, evidence, answer } = about;
    const action = 'RemoveVoter';
    if (result === 'Removed')
      return { type: 'Normal', reason: result, action, note: `${member} was removed: ${evidence}.`, about };
    const note = `${member} was not removed: ${evidence}. The store answered: ${answer}.`;
    return { type: 'Warning', reason: result, action, note, about };
  });
}

function removalBegun(
  { removal: before }: RaftClusterStatus,
  { removal: after }: RaftClusterStatus,
): readonly Happening[] {
  if (!after || (before?.member === after.member && before.startedAt === after.startedAt)) return [];
  const what = after.phase === 'Removing' ? 'The removal of' : 'The clean-up of what the store kept of';
  return [
    {
      type: 'Normal',
      reason: after.phase === 'Removing' ? 'RemovingVoter' : 'CleaningUp',
      action: 'RemoveVoter',
      note: `${what} ${after.member} begins (attempt ${after.attempts}).`,
      about: { member: after.member, startedAt: after.startedAt },
    },
  ];
}

/** Reasons to wait that a person should know of. */
const warning: ReadonlySet<Reason> = new Set(['RemovalUnconfirmed', 'BudgetSpent']);

/** Verdicts worth an event: a member begins to settle, or something a person must know keeps it. */
function verdictsChanged(before: RaftClusterStatus, after: RaftClusterStatus): readonly Happening[] {
  const known = new Map(before.members?.map(({ id, reason }) => [id, reason]));
  return (after.members ?? [])
    .filter(({ id, reason }) => known.get(id) !== reason)
    .flatMap(({ id, reason, verdict, message }): Happening[] => {
      if (reason === 'Settling' || reason === 'ObserveOnly')
        return [{ type: 'Normal', reason, action: 'Observe', note: `${id}: ${message}`, about: { member: id } }];
      const clusterWide = (after.conditions ?? []).some(
        (condition) => condition.type === 'QuorumHealthy' && condition.reason === reason,
      );
      const warns = (verdict === 'Blocked' || warning.has(reason)) && !clusterWide;
      return warns
        ? [{ type: 'Warning', reason, action: 'Observe', note: `${id}: ${message}`, about: { member: id } }]
        : [];
    });
}

/** An entry of `spec.decommission` that turned out to be no member, without having been removed for it. */
function entriesWithoutMember(before: RaftClusterStatus, after: RaftClusterStatus): readonly Happening[] {
  const removed = new Set(after.removals?.map(({ member }) => member));
  return (after.decommissioned ?? [])
    .filter((id) => !before.decommissioned?.includes(id) && !removed.has(id))
    .map((id) => ({
      type: 'Normal',
      reason: 'Absent',
      action: 'Observe',
      note: `${id} of spec.decommission is no member.`,
      about: { member: id },
    }));
}

/** The conditions whose turns are events; the others only repeat them. */
const telling: ReadonlySet<string> = new Set(['QuorumHealthy', 'Stalled', 'Suspended']);

function conditionsChanged(before: RaftClusterStatus, after: RaftClusterStatus): readonly Happening[] {
  const known = new Map(before.conditions?.map((condition) => [condition.type, condition]));
  return (after.conditions ?? [])
    .filter(({ type }) => telling.has(type))
    .filter(({ type, status, reason }) => known.get(type)?.status !== status || known.get(type)?.reason !== reason)
    .map(({ type, status, reason, message }) => {
      const bad = (type === 'QuorumHealthy' && status !== 'True') || type === 'Stalled';
      return { type: bad ? 'Warning' : 'Normal', reason, action: 'Observe', note: message };
    });
}

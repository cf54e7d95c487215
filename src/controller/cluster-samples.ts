import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { Memory } from '../membership/memory.ts';
import { idKey, placeKey } from '../membership/sightings.ts';
import type { Sample } from '../ports/metrics.ts';
import type { CachedCluster } from './projections.ts';
import type { Counts } from './removal-counts.ts';

/** What is known of one RaftCluster besides its object. */
export interface Known {
  readonly memory: Memory | undefined;
  readonly removals: Counts;
  /** Monotonic milliseconds. */
  readonly now: number;
}

/** What is so with one RaftCluster. Nothing is told by member id: those come and go without end. */
export function clusterSamples({ namespace, name, status }: CachedCluster, known: Known): readonly Sample[] {
  if ('invalid' in status) return [];
  const sample = (metric: string, value: number, labels: Sample['labels'] = {}): Sample => ({
    name: `raftcluster_${metric}`,
    labels: { namespace, name, ...labels },
    value,
  });
  return [
    ...Object.entries(votersOf(status, known)).map(([metric, value]) => sample(metric, value)),
    ...membersByReason(status).map(({ verdict, reason, count }) => sample('members', count, { verdict, reason })),
    ...(status.conditions ?? []).flatMap(({ type, status: is, reason }) => {
      if (type === 'Ready') return [sample('ready', +(is === 'True'), { reason })];
      return type === 'RemovalBlocked' && is === 'True' ? [sample('removal_blocked', 1, { reason })] : [];
    }),
    ...Object.entries(known.removals).map(([result, count]) => sample('removals_total', count, { result })),
  ];
}

/** Without a leader nobody knows who lives: what is not known has no series. */
function votersOf(status: RaftClusterStatus, known: Known): Readonly<Record<string, number>> {
  const { voters, liveVoters, faultTolerance } = status;
  if (voters === undefined) return {};
  return {
    voters,
    oldest_dead_voter_age_seconds: oldestDeadVoter(status, known),
    ...(liveVoters !== undefined && { live_voters: liveVoters, dead_voters: voters - liveVoters }),
    ...(faultTolerance !== undefined && { fault_tolerance: faultTolerance }),
  };
}

/** Seconds; 0: no voter is missing for good, as far as is known. */
function oldestDeadVoter({ members = [] }: RaftClusterStatus, { memory, now }: Known): number {
  const ages = members
    .filter(({ live, suffrage }) => !live && suffrage === 'Voter')
    .flatMap(({ id, statefulSet, ordinal }) => [
      idKey(id),
      ...(statefulSet === undefined || ordinal === undefined ? [] : [placeKey(statefulSet, ordinal)]),
    ])
    .flatMap((key) => memory?.sightings.get(key) ?? [])
    .map(({ since }) => (now - since) / 1000);
  return Math.max(0, ...ages);
}

function membersByReason({ members = [] }: RaftClusterStatus) {
  const groups = Map.groupBy(members, ({ verdict, reason }) => `${verdict} ${reason}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ verdict: first.verdict, reason: first.reason, count: 1 + others.length }] : [],
  );
}

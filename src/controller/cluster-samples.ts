import { parseDuration } from '../api/duration.ts';
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

/**
 * What is so with one RaftCluster. Nothing is told by member id: those come and go without end. Every RaftCluster has at least
 * `suspended`, so that who looks for those of which nothing is known finds them.
 */
export function clusterSamples({ namespace, name, spec, status }: CachedCluster, known: Known): readonly Sample[] {
  const sample: ToSample = (metric, value, labels = {}) => ({
    name: `raftcluster_${metric}`,
    labels: { namespace, name, ...labels },
    value,
  });
  if ('invalid' in status) return [sample('suspended', 0)];
  const isSuspended = status.conditions?.some(({ type }) => type === 'Suspended') === true;
  return [
    sample('suspended', +isSuspended),
    ...('invalid' in spec ? [] : [sample('removal_delay_seconds', parseDuration(spec.removal.delay) / 1000)]),
    // A suspended one is not looked at: its status says what was so before.
    ...(isSuspended ? [] : looked(status, known, sample)),
    ...Object.entries(known.removals).map(([result, count]) => sample('removals_total', count, { result })),
  ];
}

type ToSample = (metric: string, value: number, labels?: Sample['labels']) => Sample;

/** What a pass found. */
function looked(status: RaftClusterStatus, known: Known, sample: ToSample): readonly Sample[] {
  return [
    ...Object.entries(votersOf(status, known)).map(([metric, value]) => sample(metric, value)),
    ...membersByReason(status).map(({ verdict, reason, count }) => sample('members', count, { verdict, reason })),
    ...(status.conditions ?? []).flatMap(({ type, status: is, reason }) => {
      if (type === 'Ready') return [sample('ready', +(is === 'True'), { reason })];
      if (is !== 'True') return [];
      if (type === 'RemovalBlocked') return [sample('removal_blocked', 1, { reason })];
      return type === 'Stalled' ? [sample('stalled', 1, { reason })] : [];
    }),
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

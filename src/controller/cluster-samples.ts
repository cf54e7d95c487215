import { parseDuration } from '../api/duration.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { Memory } from '../membership/memory.ts';
import { idKey, placeKey } from '../membership/sightings.ts';
import type { Sample, Sampled } from '../ports/metrics.ts';
import type { CachedCluster } from './projections.ts';
import type { Counts } from './removal-counts.ts';

/** What is known of one RaftCluster besides its object. */
export interface Known {
  readonly memory: Memory | undefined;
  readonly removals: Counts;
  /** Monotonic milliseconds. */
  readonly now: number;
}

/** One value, with the labels that it has besides those of its RaftCluster. */
type Value = number | readonly [value: number, labels: Sample['labels']];

/**
 * What is so with RaftClusters, as `clusters` and `known` say whenever somebody asks. Nothing is told by member id: those come
 * and go without end. There may be thousands, so each is looked at when its turn comes. Every RaftCluster has at least
 * `suspended`, so that who looks for those of which nothing is known finds them.
 */
export function clusterSamples(
  clusters: () => Iterable<CachedCluster>,
  known: (cluster: CachedCluster) => Known,
): Sampled {
  const sampled = Object.entries(metrics).map(([metric, valuesOf]) => {
    const read = function* (): Generator<Sample> {
      for (const cluster of clusters()) {
        const { namespace, name } = cluster;
        for (const each of valuesOf(cluster, known(cluster))) {
          const [value, labels] = typeof each === 'number' ? [each] : each;
          yield { labels: { namespace, name, ...labels }, value };
        }
      }
    };
    return [`raftcluster_${metric}`, read] as const;
  });
  return Object.fromEntries(sampled);
}

type ValuesOf<T> = (of: T, known: Known) => readonly Value[];

/** Without a leader nobody knows who lives: what is not known has no series. */
const metrics: Readonly<Record<string, ValuesOf<CachedCluster>>> = {
  suspended: ({ status }) => [+(!('invalid' in status) && isSuspended(status))],
  removal_delay_seconds: ({ spec, status }) =>
    'invalid' in spec || 'invalid' in status ? [] : [parseDuration(spec.removal.delay) / 1000],
  voters: looked(({ voters }) => ifKnown(voters)),
  live_voters: looked(({ voters, liveVoters }) => (voters === undefined ? [] : ifKnown(liveVoters))),
  dead_voters: looked(({ voters, liveVoters }) =>
    voters === undefined || liveVoters === undefined ? [] : [voters - liveVoters],
  ),
  fault_tolerance: looked(({ voters, faultTolerance }) => (voters === undefined ? [] : ifKnown(faultTolerance))),
  oldest_dead_voter_age_seconds: looked((status, known) =>
    status.voters === undefined ? [] : [oldestDeadVoter(status, known)],
  ),
  members: looked(membersByReason),
  ready: looked(({ conditions = [] }) =>
    conditions.filter(({ type }) => type === 'Ready').map(({ status, reason }) => [+(status === 'True'), { reason }]),
  ),
  removal_blocked: looked((status) => whileTrue(status, 'RemovalBlocked')),
  stalled: looked((status) => whileTrue(status, 'Stalled')),
  removals_total: ({ status }, { removals }) =>
    'invalid' in status ? [] : Object.entries(removals).map(([result, count]) => [count, { result }]),
};

/** What a pass found. A suspended one is not looked at: its status says what was so before. */
function looked(valuesOf: ValuesOf<RaftClusterStatus>): ValuesOf<CachedCluster> {
  return ({ status }, known) => ('invalid' in status || isSuspended(status) ? [] : valuesOf(status, known));
}

function isSuspended({ conditions = [] }: RaftClusterStatus): boolean {
  return conditions.some(({ type }) => type === 'Suspended');
}

function whileTrue({ conditions = [] }: RaftClusterStatus, wanted: 'RemovalBlocked' | 'Stalled'): readonly Value[] {
  return conditions
    .filter(({ type, status }) => type === wanted && status === 'True')
    .map(({ reason }) => [1, { reason }]);
}

function ifKnown(value: number | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
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

function membersByReason({ members = [] }: RaftClusterStatus): readonly Value[] {
  const groups = Map.groupBy(members, ({ verdict, reason }) => `${verdict} ${reason}`);
  return [...groups.values()].flatMap(([first, ...others]): Value[] =>
    first ? [[1 + others.length, { verdict: first.verdict, reason: first.reason }]] : [],
  );
}

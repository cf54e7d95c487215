import type { Memory } from '../membership/memory.ts';
import type { Sample } from '../ports/metrics.ts';
import type { CachedCluster } from './projections.ts';

/** What is so with one RaftCluster, from its status and from what is remembered of it at `now`, monotonic milliseconds. */
export function clusterSamples(cluster: CachedCluster, memory: Memory | undefined, now: number): readonly Sample[] {
  const { namespace, name, status } = cluster;
  if ('invalid' in status) return [];
  const labels = { namespace, name };
  const { voters, liveVoters, faultTolerance, conditions = [] } = status;
  const known = (metric: string, value: number | undefined): Sample[] =>
    value === undefined ? [] : [{ name: `raftcluster_${metric}`, labels, value }];
  const dead = voters === undefined || liveVoters === undefined ? undefined : voters - liveVoters;
  const isDead = (set: string | undefined, ordinal: number | undefined): boolean =>
    status.members?.some(
      (member) =>
        !member.live && member.suffrage === 'Voter' && member.statefulSet === set && member.ordinal === ordinal,
    ) === true;
  const since = [...(memory?.sightings.values() ?? [])].flatMap((sighting) =>
    isDead(sighting.set, sighting.ordinal) ? sighting.since : [],
  );
  const age = since.length === 0 ? 0 : (now - Math.min(...since)) / 1000;
  return [
    ...known('voters', voters),
    ...known('live_voters', liveVoters),
    ...known('dead_voters', dead),
    ...known('fault_tolerance', faultTolerance),
    ...known('oldest_dead_voter_age_seconds', age),
    ...conditions.flatMap(({ type, status: is, reason }): Sample[] => {
      if (type === 'Ready')
        return [{ name: 'raftcluster_ready', labels: { ...labels, reason }, value: +(is === 'True') }];
      const isBlocked = type === 'RemovalBlocked' && is === 'True';
      return isBlocked ? [{ name: 'raftcluster_removal_blocked', labels: { ...labels, reason }, value: 1 }] : [];
    }),
  ];
}

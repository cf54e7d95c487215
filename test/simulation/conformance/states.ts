import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';

/** What of a StatefulSet both sides show. */
export interface ObservedSet {
  readonly metadata: { readonly name: string; readonly generation?: number };
  readonly spec: { readonly replicas: number };
  readonly status?: { readonly observedGeneration?: number; readonly replicas?: number };
}

export interface ObservedPod {
  readonly metadata: { readonly name: string; readonly uid?: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export interface ObservedCluster {
  readonly metadata: { readonly name: string; readonly generation?: number };
  readonly status?: RaftClusterStatus;
}

/** `wants 3, has 5 (not yet seen)`: the controller has not looked at the newest spec. */
export function setState({ metadata, spec, status }: ObservedSet): string {
  const isSeen = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  return `wants ${spec.replicas}, has ${status?.replicas ?? 0}${isSeen ? '' : ' (not yet seen)'}`;
}

export function podState({ metadata, status = {} }: ObservedPod): string {
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  const isReady = status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
  if (status.phase === 'Running') return isReady ? 'Ready' : 'Running';
  return status.phase ?? 'Pending';
}

/**
 * Each thing that a RaftCluster says, by its name, without times, messages, terms, and who leads: an election is chance. A
 * thing that it said before and says no more is in none of the later answers.
 */
export function clusterStates({ status = {} }: ObservedCluster): ReadonlyMap<string, string> {
  const { conditions = [], members = [], statefulSets = [], absentees = [], removal, removals = [] } = status;
  return new Map([
    ['leader', status.leader === undefined ? 'unknown' : 'known'],
    ['voters', votersOf(status)],
    ['removal', removal === undefined ? 'none' : `${removal.phase} ${removal.member}`],
    ['removals', removals.map(({ member, result }) => `${member} ${result}`).join(', ') || 'none'],
    ...conditions.map(({ type, status: holds, reason }) => [`condition ${type}`, `${holds} ${reason}`] as const),
    ...members.map(
      ({ id, suffrage, verdict, reason }) => [`member ${id}`, `${suffrage} ${verdict} ${reason}`] as const,
    ),
    ...statefulSets.map(
      ({ name, replicas, minSafeReplicas }) =>
        [`advice for ${name}`, `${replicas}, safe down to ${minSafeReplicas}`] as const,
    ),
    ...absentees.map(({ pod, why }) => [`absentee ${pod}`, why] as const),
  ]);
}

function votersOf({ voters, liveVoters, faultTolerance }: RaftClusterStatus): string {
  if (liveVoters === undefined) return 'not known';
  return `${voters} voters, ${liveVoters} live, tolerance ${faultTolerance}`;
}

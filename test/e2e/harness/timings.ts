import type { LoggedRequest } from '../../testbed/request-log.ts';
import type { Deletion } from './deletions.ts';
import type { SceneOperator } from './operator-process.ts';
import type { PodPresence } from './pod-presence.ts';
import type { RaftCluster } from './raft-cluster.ts';

/** How long a removal took, milliseconds. */
export interface Timing {
  readonly member: string;
  /** From the moment at which it may be sent to its arrival at the leader. */
  readonly toSend: number | undefined;
  /** From there to the proof. */
  readonly toProof: number | undefined;
}

/** The settling delay of every scenario, and two heartbeat intervals of the store. Milliseconds. */
const delay = 10_000;
const silence = 10_000;
/** How long a removal of somebody else may still act: a new RaftCluster's predecessor, or an operator that was replaced. */
const quiet = 18_000;

interface Evidence {
  readonly namespace: string;
  readonly presence: PodPresence;
  readonly requests: readonly LoggedRequest[];
  readonly operators: readonly SceneOperator[];
  /** Leave out what waited for something else than the removal before it. */
  readonly onlyFollowers: boolean;
}

/**
 * How long each member's first removal took, from what can be seen outside the operator: when its pod was gone, when the
 * leader was first asked after that, when the removal before it was proven, and when the operator had its caches.
 */
export function timingsOf(
  deletions: readonly Deletion[],
  raftCluster: RaftCluster,
  evidence: Evidence,
): readonly Timing[] {
  const first = deletions.filter(
    ({ member }, index) => deletions.findIndex((other) => other.member === member) === index,
  );
  return first.map((deletion) => {
    const from = maySendAt(deletion, raftCluster, evidence);
    const proof = raftCluster.status.removals?.find(
      ({ member, startedAt, result }) =>
        result === 'Removed' && member === deletion.member && Date.parse(startedAt) <= deletion.receivedAt,
    );
    return {
      member: deletion.member,
      toSend: from === undefined ? undefined : deletion.receivedAt - from,
      toProof: proof && Date.parse(proof.finishedAt) - deletion.receivedAt,
    };
  });
}

function maySendAt(
  { member, on, receivedAt }: Deletion,
  raftCluster: RaftCluster,
  { namespace, presence, requests, operators, onlyFollowers }: Evidence,
): number | undefined {
  const goneAt = presence.goneAt(namespace, member, receivedAt);
  const [created] = raftCluster.history;
  const { removals = [] } = raftCluster.status;
  const ended = removals.filter(({ finishedAt }) => Date.parse(finishedAt) <= receivedAt);
  // A member whose removal failed before waits for its backoff, which cannot be seen from outside.
  if (goneAt === undefined || !created || ended.some((removal) => removal.member === member)) return undefined;
  const complete = operators
    .flatMap((operator) => operator.saidAt('Caches are complete') ?? [])
    .filter((at) => at < receivedAt);
  const foundRecord = complete.filter(
    (at) => raftCluster.history.findLast((seen) => seen.at <= at)?.object.status?.removal,
  );
  const sightedAt = Math.max(goneAt, ...complete);
  const baseline = requests.find(
    ({ node, isLeader, path, at }) => node === on && isLeader && path === '/api/v1/cluster' && at >= sightedAt,
  );
  const alone = Math.max(
    sightedAt + delay,
    (baseline?.at ?? sightedAt) + silence,
    created.at + quiet,
    ...foundRecord.map((at) => at + quiet),
  );
  const before = Math.max(...ended.map(({ finishedAt }) => Date.parse(finishedAt)));
  return onlyFollowers && before < alone ? undefined : Math.max(alone, before);
}

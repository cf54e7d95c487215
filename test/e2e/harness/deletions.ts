import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { LoggedRequest } from '../../testbed/request-log.ts';
import type { PodPresence } from './pod-presence.ts';

/** One removal as the store met it. Times are milliseconds since the epoch. */
export interface Deletion {
  readonly member: string;
  /** The node that was asked. */
  readonly on: string;
  readonly onLeader: boolean;
  readonly receivedAt: number;
  /** When it was answered or given up; undefined: not yet. */
  readonly endedAt: number | undefined;
  readonly status: number | undefined;
  readonly fault: string | undefined;
}

/** The settling delay of every scenario, less what our own watch may lag behind the operator's. Milliseconds. */
const shortestDelay = 9_500;

const path = /^\/api\/v1\/cluster\/nodes\/(.*)$/i;

/** Every DELETE in the store's own log, in the order of arrival. */
export function deletionsIn(log: readonly LoggedRequest[]): readonly Deletion[] {
  const lines = log.filter(({ method }) => method === 'DELETE');
  return lines.flatMap((line, index) => {
    if (line.phase !== 'received') return [];
    const end = lines
      .slice(index + 1)
      .find(({ podUid, remote, phase }) => podUid === line.podUid && remote === line.remote && phase !== 'received');
    return {
      member: path.exec(line.path)?.[1] ?? line.path,
      on: line.node,
      onLeader: line.isLeader,
      receivedAt: line.at,
      endedAt: end?.at,
      status: end?.status,
      fault: end?.fault,
    };
  });
}

type Removals = NonNullable<RaftClusterStatus['removals']>;

interface Surroundings {
  readonly namespace: string;
  readonly presence: PodPresence;
  readonly removals: Removals;
  /** Of the DELETE at this index: leadership was made to move before it arrived. */
  readonly isMeantForFollower: (index: number) => boolean;
}

/** What no removal may ever be, whatever a scenario is about; empty: all is well. */
export function violationsIn(
  deletions: readonly Deletion[],
  { namespace, presence, removals, isMeantForFollower }: Surroundings,
): readonly string[] {
  return deletions.flatMap((deletion, index) => {
    const { member, on, onLeader, receivedAt } = deletion;
    const what = `DELETE ${member} on ${on} at ${new Date(receivedAt).toISOString()}`;
    const goneFor = receivedAt - (presence.goneAt(namespace, member, receivedAt) ?? -Infinity);
    const openBefore = deletions.slice(0, index).filter((other) => inFlightUntil(other, removals) > receivedAt);
    return [
      ...(member === on ? [`${what}: the node that was asked is the one to be removed`] : []),
      ...(onLeader || isMeantForFollower(index) ? [] : [`${what}: not the leader`]),
      ...(presence.existed(namespace, member, receivedAt) ? [`${what}: its pod exists`] : []),
      ...(goneFor >= shortestDelay ? [] : [`${what}: its pod was gone for ${goneFor} ms only`]),
      ...openBefore.map((other) => `${what}: while the DELETE of ${other.member} was still in flight`),
    ];
  });
}

/** One that is proven to have ended is over, even if its request still waits for an answer. */
function inFlightUntil({ member, receivedAt, endedAt = Infinity }: Deletion, removals: Removals): number {
  const ends = removals.filter((removal) => removal.member === member).map(({ finishedAt }) => Date.parse(finishedAt));
  return Math.min(endedAt, ...ends.filter((end) => end >= receivedAt));
}

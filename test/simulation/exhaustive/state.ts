import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { Reading } from '../../../src/membership/evidence.ts';
import { newMemory } from '../../../src/membership/memory.ts';
import type { Memory } from '../../../src/membership/memory.ts';
import type { SetFacts } from '../../../src/membership/observation.ts';
import type { RemovalOrder } from '../../../src/membership/order.ts';

/** Phase of a pod object. `absent`: 404. */
export type PodPhase = 'running' | 'terminating' | 'absent';

/** What the watches of the operator have yet to deliver, in the order of the API server. */
export type WatchEvent =
  | { readonly kind: 'set'; readonly set: Wish }
  | { readonly kind: 'pod'; readonly ordinal: number; readonly phase: PodPhase; readonly life: number };

/** The StatefulSet, as far as it changes here. */
export type Wish = Pick<SetFacts, 'replicas' | 'generation' | 'observedGeneration'>;

/** How far the operator has come with one removal. */
export type Progress =
  | { readonly kind: 'idle' }
  /** The store was asked afresh. */
  | {
      readonly kind: 'asked';
      readonly id: string;
      readonly pod: string;
      readonly firstReadAt: number;
      readonly readings: readonly Reading[];
    }
  /** And the StatefulSet was read. */
  | {
      readonly kind: 'readSet';
      readonly id: string;
      readonly pod: string;
      readonly firstReadAt: number;
      readonly readings: readonly Reading[];
      readonly set: Wish;
    }
  /** The record is written. */
  | { readonly kind: 'begun'; readonly order: RemovalOrder };

/** A DELETE that has been sent and not arrived. */
export interface OnTheWire {
  readonly target: number;
  readonly leader: number;
  readonly sentAt: number;
}

/** One StatefulSet `arc` of a few pods, their Raft nodes, and one operator; all of it plain data. */
export interface State {
  /** Milliseconds. */
  readonly now: number;
  readonly wish: Wish;
  readonly pods: readonly PodPhase[];
  /** Which life of the pod's name this is: another pod object has another UID. */
  readonly lives: readonly number[];
  readonly alive: readonly boolean[];
  /** Ordinals of the voters that the store has committed, ascending. */
  readonly members: readonly number[];
  /** The removal that the leader has in its log and that is not committed. */
  readonly pending: number | undefined;
  readonly leader: number | undefined;
  readonly term: number;
  readonly index: number;
  /** When the leader's records last showed a sign of each, in ticks; `null`: in none. */
  readonly heard: readonly number[];
  readonly events: readonly WatchEvent[];
  readonly cached: { readonly wish: Wish; readonly pods: readonly PodPhase[]; readonly lives: readonly number[] };
  readonly memory: Memory;
  readonly status: RaftClusterStatus;
  readonly progress: Progress;
  readonly wire: OnTheWire | undefined;
  /** What may still happen. */
  readonly left: { readonly scales: number; readonly faults: number };
}

export interface Scope {
  readonly voters: number;
  readonly scales: number;
  readonly faults: number;
}

export const clusterUid = 'cluster-uid';
export const setUid = 'set-uid';

export function podUid(ordinal: number, life: number): string {
  return `arc-${ordinal}-${life}`;
}

/** All is well, and the operator has looked for long enough to act. */
export function initial({ voters, scales, faults }: Scope): State {
  const each = <T>(value: T): readonly T[] => Array.from({ length: voters }, () => value);
  const wish: Wish = { replicas: voters, generation: 1, observedGeneration: 1 };
  return {
    now: 100_000,
    wish,
    pods: each<PodPhase>('running'),
    lives: each(0),
    alive: each(true),
    members: each(0).map((_, ordinal) => ordinal),
    pending: undefined,
    leader: 0,
    term: 2,
    index: 10,
    heard: each(0),
    events: [],
    cached: { wish, pods: each<PodPhase>('running'), lives: each(0) },
    memory: newMemory(clusterUid, 0, 0),
    status: {
      statefulSets: [
        {
          name: 'arc',
          uid: setUid,
          confirmedMemberId: '{pod}',
          replicas: voters,
          voters,
          liveVoters: voters,
          minSafeReplicas: voters,
        },
      ],
    },
    progress: { kind: 'idle' },
    wire: undefined,
    left: { scales, faults },
  };
}

export function quorum(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** The voters that a leader would reckon with: an uncommitted removal counts already. */
export function effective({ members, pending }: Pick<State, 'members' | 'pending'>): readonly number[] {
  return members.filter((ordinal) => ordinal !== pending);
}

export function hasMajority({ alive }: Pick<State, 'alive'>, voters: readonly number[]): boolean {
  return voters.filter((ordinal) => alive[ordinal]).length >= quorum(voters.length);
}

export function put<T>(list: readonly T[], index: number, value: T): readonly T[] {
  return list.map((old, at) => (at === index ? value : old));
}

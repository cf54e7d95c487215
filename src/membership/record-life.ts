import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { Flight } from './memory.ts';

export type RemovalRecord = NonNullable<RaftClusterStatus['removal']>;
export type Finished = NonNullable<RaftClusterStatus['removals']>[number];

/** How the record in `status.removal` stands after an observation (removal rule §4): it ends by proof, never by an answer. */
export type RecordLife = { readonly kind: 'none' } | InFlight | Ended;

export interface InFlight extends Known {
  readonly kind: 'inFlight';
  /** Its time is up, without a proof either way. */
  readonly overdue: boolean;
  /** From when on time alone may end it, monotonic milliseconds. */
  readonly until: number;
}

type Ended =
  | (Known & { readonly kind: 'removed' | 'notRemoved'; readonly finished: Finished })
  | (Known & { readonly kind: 'cleanedUp' });

interface Known {
  readonly record: RemovalRecord;
  readonly flight: Flight;
}

import type { DecodedRaftCluster } from '../api/decode.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';

/** What the page is made from: what one replica of the operator knows at the moment. */
export interface Source {
  /** Every RaftCluster, in no order. */
  readonly clusters: () => Iterable<DecodedRaftCluster>;
  readonly cluster: (namespace: string, name: string) => DecodedRaftCluster | undefined;
  /** Whether this replica acts; the others only watch. */
  readonly isLeading: () => boolean;
  /** Why what it knows may not be complete, for people; empty: it is. */
  readonly unready: () => readonly string[];
  /** Wall time in milliseconds, which the times in a status are in, too. */
  readonly now: () => number;
  /** What people know this replica by. */
  readonly replica: string;
}

export type Member = NonNullable<RaftClusterStatus['members']>[number];

/** What the rule rests on (removal rule §2), as plain data. A driver reports it; only the core judges it. */

export type Suffrage = 'Voter' | 'Nonvoter' | 'Staging';

/** An entry of the store's Raft configuration. Ids are opaque text. */
export interface Member {
  readonly id: string;
  readonly suffrage: Suffrage;
  /** As configured, e.g. a DNS name with a port; `''` where the store shows none. */
  readonly address: string;
}

export type RaftRole = 'Leader' | 'Follower' | 'Candidate' | 'Shutdown';

/** What ONE node said about itself and the cluster in one answer. */
export interface View {
  /** The id by which the node calls itself. */
  readonly memberId: string;
  readonly clusterName: string;
  readonly role: RaftRole;
  /** Whom it follows, itself if it leads, `null` when it knows no leader. */
  readonly leaderId: string | null;
  readonly term: bigint;
  readonly lastLogTerm: bigint;
  readonly lastLogIndex: bigint;
  readonly commitIndex: bigint;
  /** Its latest configuration, committed or not. Empty: it has none. */
  readonly configuration: readonly Member[];
  /** Milliseconds since it heard from its leader, by its own clock; 0 on a leader, `null`: never. */
  readonly leaderContact: number | null;
  /** The members in the store's other records (Arc: the registry), by id. */
  readonly records: ReadonlyMap<string, MemberRecord>;
}

/** What the node's other records hold of a member. */
export interface MemberRecord {
  /** When the store last heard from it, by the store's own clock, to be compared for equality only; `null`: never. */
  readonly lastHeard: string | null;
}

/** Why a pod gave no view. */
export type ReadFailure = 'unreachable' | 'timeout' | 'tls' | 'unauthorized' | 'forbidden' | 'unsupported' | 'invalid';

export type ReadResult =
  | { readonly kind: 'view'; readonly view: View }
  /** It answers, and says that it takes part in no cluster. */
  | { readonly kind: 'notClustered'; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure; readonly message: string };

/** One request to one pod in an admin round; times are monotonic milliseconds. */
export interface Reading {
  readonly pod: string;
  /** The pod object asked, so that an answer is never credited to its successor. */
  readonly podUid: string;
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly result: ReadResult;
}

/** What a removal call brought (removal rule §4). Never proof of anything but `notSent`. */
export type RemovalAnswer =
  | { readonly kind: 'removed' }
  | { readonly kind: 'notClustered' }
  | { readonly kind: 'notLeader' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'rejected'; readonly message: string }
  /** Anything else: an error, a reset, a timeout. It may have happened, or happen later. */
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'notSent'; readonly why: 'noOpenConnection' | 'tooLate' };

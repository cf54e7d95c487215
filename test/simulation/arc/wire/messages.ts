import type { Entry } from '../raft/entry.ts';

/** hashicorp/raft's AppendEntries; a heartbeat is one without entries and with `previousIndex` 0. */
export interface Append {
  readonly term: number;
  readonly leader: string;
  /** The leader's `ip:port`. */
  readonly leaderAddress: string;
  readonly previousIndex: number;
  readonly previousTerm: number;
  readonly entries: readonly Entry[];
  readonly commitIndex: number;
}

export interface AppendReply {
  readonly term: number;
  readonly isSuccess: boolean;
  readonly lastLog: number;
  /** Its log store fails: sending older entries does not help. */
  readonly isStuck: boolean;
}

export interface VoteRequest {
  readonly term: number;
  readonly candidate: string;
  readonly candidateAddress: string;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
  /** The leader asked it to stand: votes are given although there is a leader. */
  readonly isTransfer: boolean;
}

export interface VoteReply {
  readonly term: number;
  readonly isGranted: boolean;
}

import type { ReadResult, RemovalAnswer } from '../membership/evidence.ts';
import type { HttpClient } from '../ports/http.ts';

/**
 * One store's admin API. A driver reads and removes; it never judges: who leads, who lives and what is committed is
 * decided in `membership/` from views. It keeps no state, so that one driver serves every RaftCluster of its store.
 */
export interface StoreDriver {
  readonly traits: StoreTraits;
  /** Asks one node for its view. Never throws: what goes wrong is a `ReadResult`. */
  read(node: AdminNode): Promise<ReadResult>;
  /** Asks, without effect, whether the credentials would be allowed to remove. Never throws. */
  mayRemove(node: AdminNode): Promise<RemovalPermission>;
  /**
   * Hands the removal of `memberId` to `node`, once, over a connection that is already open, if `mayStillSend` agrees in
   * the same turn. Never throws. An id that this store's API cannot carry unchanged is `rejected` unsent.
   */
  remove(node: AdminNode, memberId: string, mayStillSend: () => boolean): Promise<RemovalAnswer>;
}

/** What the rule must know about a store, apart from its answers. Times in milliseconds. */
export interface StoreTraits {
  /** Two answers are two witnesses; false where nodes only forward what the leader says (Vault). */
  readonly independentViews: boolean;
  /** How often the store's nodes hear from each other; `null`: it gives no sign of life. */
  readonly heartbeatInterval: number | null;
  /** The longest that a removal may still take effect after its request was given up. */
  readonly longestAct: number;
  /** Whether records besides the configuration are left behind by a removal and can be cleaned by another one. */
  readonly leavesRecords: boolean;
}

/** One pod's admin endpoint and how to speak to it. */
export interface AdminNode {
  readonly http: HttpClient;
  /** `http://10.0.0.7:8000` */
  readonly origin: string;
  readonly token?: string;
  /** Milliseconds for a read or a removal. */
  readonly timeout: number;
  /** Gives the request up early; whether it had an effect is unknown then. */
  readonly signal?: AbortSignal;
}

export type RemovalPermission =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'forbidden' | 'unauthorized' }
  | { readonly kind: 'unknown'; readonly message: string };

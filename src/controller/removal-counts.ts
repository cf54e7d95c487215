import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { CachedCluster } from './projections.ts';
import { keyOf } from './resource.ts';

type Result = NonNullable<RaftClusterStatus['removals']>[number]['result'];

export type Counts = Readonly<Record<Result, number>>;

const none: Counts = { Removed: 0, NotRemoved: 0 };

/** How many removals this process saw end, of every RaftCluster, bound to its UID: the next of its name begins anew. */
export class RemovalCounts {
  readonly #known = new Map<string, { readonly uid: string; readonly counts: Counts }>();

  of(cluster: CachedCluster): Counts {
    const known = this.#known.get(keyOf(cluster));
    return known?.uid === cluster.uid ? known.counts : none;
  }

  count(cluster: CachedCluster, result: Result): void {
    const counts = this.of(cluster);
    this.#known.set(keyOf(cluster), { uid: cluster.uid, counts: { ...counts, [result]: counts[result] + 1 } });
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}

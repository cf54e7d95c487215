import type { ObjectStore, StoreEvent } from '../kube/object-store.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';

type Store<T extends CachedCluster | CachedPod | CachedSet> = Pick<ObjectStore<T>, 'get' | 'list'>;

/** The watched world, as of the newest events. */
export class Caches {
  readonly #clusters: Store<CachedCluster>;
  readonly #sets: Store<CachedSet>;
  readonly #pods: Store<CachedPod>;
  /** Names of pods by the UID of the StatefulSet that controls them. */
  readonly #owned = new Map<string, Set<string>>();

  constructor(clusters: Store<CachedCluster>, sets: Store<CachedSet>, pods: Store<CachedPod>) {
    this.#clusters = clusters;
    this.#sets = sets;
    this.#pods = pods;
  }

  cluster(namespace: string, name: string): CachedCluster | undefined {
    return this.#clusters.get(namespace, name);
  }

  clusters(namespace?: string): Iterable<CachedCluster> {
    return this.#clusters.list(namespace);
  }

  set(namespace: string, name: string): CachedSet | undefined {
    return this.#sets.get(namespace, name);
  }

  pod(namespace: string, name: string): CachedPod | undefined {
    return this.#pods.get(namespace, name);
  }

  podsOf({ namespace, uid }: CachedSet): readonly CachedPod[] {
    return [...(this.#owned.get(uid) ?? [])].flatMap((name) => this.#pods.get(namespace, name) ?? []);
  }

  /** Keeps the index of owners in step with the pods; to be told of every event of a pod. */
  index(event: StoreEvent<CachedPod>): void {
    const before = event.type === 'updated' ? event.previous : event.type === 'deleted' ? event.object : undefined;
    if (before?.ownerUid) this.#disown(before.ownerUid, before.name);
    if (event.type === 'deleted' || event.object.ownerUid === null) return;
    const owned = this.#owned.get(event.object.ownerUid) ?? new Set();
    owned.add(event.object.name);
    this.#owned.set(event.object.ownerUid, owned);
  }

  #disown(uid: string, name: string): void {
    const owned = this.#owned.get(uid);
    owned?.delete(name);
    if (owned?.size === 0) this.#owned.delete(uid);
  }
}

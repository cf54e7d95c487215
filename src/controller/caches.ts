import type { ObjectStore, StoreEvent } from '../kube/object-store.ts';
import { setsOfInterest } from '../membership/sighted.ts';
import { settingsOf } from '../membership/settings.ts';
import { NameIndex } from './name-index.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';

type Store<T extends CachedCluster | CachedPod | CachedSet> = Pick<ObjectStore<T>, 'get' | 'list'>;

/** The watched world, as of the newest events. */
export class Caches {
  readonly #clusters: Store<CachedCluster>;
  readonly #sets: Store<CachedSet>;
  readonly #pods: Store<CachedPod>;
  /** Names of pods by the UID of the StatefulSet that controls them. */
  readonly #owned = new NameIndex();
  /** Names of RaftClusters by `namespace/name` of the StatefulSets whose facts they need. */
  readonly #concerned = new NameIndex();

  constructor(clusters: Store<CachedCluster>, sets: Store<CachedSet>, pods: Store<CachedPod>) {
    this.#clusters = clusters;
    this.#sets = sets;
    this.#pods = pods;
  }

  cluster(namespace: string, name: string): CachedCluster | undefined {
    return this.#clusters.get(namespace, name);
  }

  clusters(): Iterable<CachedCluster> {
    return this.#clusters.list();
  }

  /** The RaftClusters that need facts of a StatefulSet, whether it exists or not. */
  clustersOf(namespace: string, set: string): readonly CachedCluster[] {
    return this.#concerned.at(`${namespace}/${set}`).flatMap((name) => this.#clusters.get(namespace, name) ?? []);
  }

  set(namespace: string, name: string): CachedSet | undefined {
    return this.#sets.get(namespace, name);
  }

  pod(namespace: string, name: string): CachedPod | undefined {
    return this.#pods.get(namespace, name);
  }

  podsOf({ namespace, uid }: CachedSet): readonly CachedPod[] {
    return this.#owned.at(uid).flatMap((name) => this.#pods.get(namespace, name) ?? []);
  }

  /** To be told of every event of a RaftCluster. */
  indexCluster(event: StoreEvent<CachedCluster>): void {
    const { name } = event.object;
    const { before, after } = turnOf(event);
    for (const key of before ? setKeysOf(before) : []) this.#concerned.remove(key, name);
    for (const key of after ? setKeysOf(after) : []) this.#concerned.add(key, name);
  }

  /** To be told of every event of a pod. */
  indexPod(event: StoreEvent<CachedPod>): void {
    const { name } = event.object;
    const { before, after } = turnOf(event);
    if (before?.ownerUid) this.#owned.remove(before.ownerUid, name);
    if (after?.ownerUid) this.#owned.add(after.ownerUid, name);
  }
}

/** The StatefulSets whose facts a RaftCluster needs; of one whose spec is not valid none. */
export function setsOf({ namespace, spec }: CachedCluster): readonly string[] {
  return 'invalid' in spec ? [] : [...setsOfInterest(settingsOf(namespace, spec))];
}

function setKeysOf(cluster: CachedCluster): readonly string[] {
  return setsOf(cluster).map((set) => `${cluster.namespace}/${set}`);
}

/** What was there before an event, and what is there after it. */
export function turnOf<T>(event: StoreEvent<T>): { readonly before: T | undefined; readonly after: T | undefined } {
  switch (event.type) {
    case 'added':
      return { before: undefined, after: event.object };
    case 'updated':
      return { before: event.previous, after: event.object };
    case 'deleted':
      return { before: event.object, after: undefined };
  }
}

import type { KubeClient } from '../kube/kube-client.ts';
import type { KubeError } from '../kube/kube-error.ts';
import type { Identified, KubeObject } from '../kube/kube-object.ts';
import type { StoreEvent } from '../kube/object-store.ts';
import { Reflector } from '../kube/reflector.ts';
import { pods, statefulSets } from '../kube/resource.ts';
import type { Resource } from '../kube/resource.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Sampled } from '../ports/metrics.ts';
import type { Random } from '../ports/random.ts';
import { projectCluster, projectPod, projectSet } from './projections.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';
import { raftClusters } from './resource.ts';

/** Every pod that the StatefulSet controller made carries this label; others never reach the wire. */
const statefulSetPods = 'statefulset.kubernetes.io/pod-name';

export interface WatchListener {
  onCluster(event: StoreEvent<CachedCluster>): void;
  onSet(event: StoreEvent<CachedSet>): void;
  onPod(event: StoreEvent<CachedPod>): void;
}

interface WatchOptions {
  readonly client: Pick<KubeClient, 'list' | 'watch'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly namespace: string | undefined;
}

/** The three kinds that the operator watches. */
export class Watches {
  readonly clusters: Reflector<CachedCluster>;
  readonly sets: Reflector<CachedSet>;
  readonly pods: Reflector<CachedPod>;
  readonly #synced = Promise.withResolvers<void>();
  #listener: WatchListener | undefined;

  constructor(options: WatchOptions) {
    this.clusters = this.#reflect(options, raftClusters, undefined, projectCluster, (event) =>
      this.#listener?.onCluster(event),
    );
    this.sets = this.#reflect(options, statefulSets, undefined, projectSet, (event) => this.#listener?.onSet(event));
    this.pods = this.#reflect(options, pods, statefulSetPods, projectPod, (event) => this.#listener?.onPod(event));
  }

  /** Watches until the signal aborts; `listener` is told of everything from the start. */
  async run(listener: WatchListener, signal: AbortSignal): Promise<void> {
    this.#listener = listener;
    await Promise.all([this.clusters.run(signal), this.sets.run(signal), this.pods.run(signal)]);
  }

  /** Resolves when the caches hold everything. */
  async synced(): Promise<void> {
    await this.#synced.promise;
  }

  /** What keeps the caches from being complete, for people. */
  unready(): readonly string[] {
    return [this.clusters, this.sets, this.pods].flatMap(({ state }, index) => {
      const kind = ['RaftClusters', 'StatefulSets', 'Pods'][index] ?? '';
      if (state.trouble) return [describe(kind, state.trouble)];
      return state.synced ? [] : [`${kind}: the first complete state has not arrived yet`];
    });
  }

  /** How long ago each watch was heard. */
  samples(clock: Pick<Clock, 'now'>): Sampled {
    const watches = { raftclusters: this.clusters, statefulsets: this.sets, pods: this.pods };
    return {
      raftcluster_watch_staleness_seconds: () => {
        const { monotonic } = clock.now();
        return Object.entries(watches).map(([resource, { state }]) => ({
          labels: { resource },
          value: (monotonic - (state.heardAt ?? -Infinity)) / 1000,
        }));
      },
    };
  }

  #reflect<T extends Identified>(
    { namespace, log, ...ports }: WatchOptions,
    resource: Resource,
    labelSelector: string | undefined,
    project: (object: KubeObject) => T,
    onEvent: (event: StoreEvent<T>) => void,
  ): Reflector<T> {
    return new Reflector<T>({
      ...ports,
      log,
      resource,
      selection: { namespace, labelSelector },
      project,
      onEvent,
      onSynced: () => {
        if (this.clusters.state.synced && this.sets.state.synced && this.pods.state.synced) this.#synced.resolve();
      },
      onTrouble: (trouble) => {
        if (trouble) log.warn({ resource: resource.plural, code: trouble.code }, describe(resource.plural, trouble));
        else log.info({ resource: resource.plural }, `${resource.plural} are watched`);
      },
    });
  }
}

/** What went wrong with a watch, and what a person does about it. */
function describe(kind: string, { code, message }: KubeError): string {
  if (code === 'unknownKind' && kind.toLowerCase() === raftClusters.plural) {
    return `${kind}: the CRD is not installed (kubectl apply -f crds/raftclusters.yaml); waiting for it`;
  }
  if (code === 'forbidden') return `${kind}: permission is missing (config/rbac): ${message}`;
  return `${kind}: ${message}`;
}

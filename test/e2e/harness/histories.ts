import type { RaftClusterSpec, RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { KubeClient } from '../../testbed/kube-client.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { watch } from '../../testbed/kube-watch.ts';

export const raftClusters = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster' } as const;

export interface RaftClusterObject extends KubeObject {
  readonly spec: RaftClusterSpec;
  readonly status?: RaftClusterStatus;
}

/** One state of a RaftCluster, and when our watch brought it, milliseconds since the epoch. */
export interface Seen {
  readonly at: number;
  readonly object: RaftClusterObject;
}

/** Every state that the RaftClusters of the run were in. */
export class Histories {
  readonly #kube: KubeClient;
  readonly #byKey = new Map<string, Seen[]>();
  readonly #stop = new AbortController();

  constructor(kube: KubeClient) {
    this.#kube = kube;
  }

  start(): void {
    const changed = (object: RaftClusterObject) => {
      const key = `${object.metadata.namespace}/${object.metadata.name}`;
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), { at: Date.now(), object }]);
    };
    void watch<RaftClusterObject>(this.#kube, raftClusters, { changed, gone: () => undefined }, this.#stop.signal);
  }

  /** From the oldest to the newest. */
  of(namespace: string, name: string): readonly Seen[] {
    return this.#byKey.get(`${namespace}/${name}`) ?? [];
  }

  stop(): void {
    this.#stop.abort();
  }
}

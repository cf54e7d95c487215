import type { RaftClusterStatus } from '../src/api/raftcluster.ts';
import type { Bed } from '../test/testbed/bed.ts';
import type { KubeObject } from '../test/testbed/kube-object.ts';
import { watch } from '../test/testbed/kube-watch.ts';
import { smallestSafe } from './smallest-safe.ts';
import type { SetAndPods } from './smallest-safe.ts';

interface StatefulSet extends KubeObject {
  readonly spec: { readonly replicas: number };
  readonly status?: { readonly replicas?: number };
}

interface Pod extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface RaftCluster extends KubeObject {
  readonly status?: RaftClusterStatus;
}

/**
 * Follows a store of one StatefulSet and its RaftCluster from one process, and times the published floor by the monotonic
 * clock of that process: from the event that made it too low to the status that ends that. `voters` does not change.
 */
export class FloorWatch {
  readonly #voters: number;
  readonly #pods = new Map<string, Pod>();
  #set: StatefulSet | undefined;
  #status: RaftClusterStatus = {};
  /** Since when the floor has been lower than this. */
  readonly #tooLow = new Map<number, number>();
  #spans: number[] = [];

  constructor(voters: number) {
    this.#voters = voters;
  }

  /** Follows until the signal aborts. */
  async follow({ kube }: Bed, namespace: string, signal: AbortSignal): Promise<void> {
    const kinds = {
      pods: { apiVersion: 'v1', kind: 'Pod', namespace },
      sets: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace },
      clusters: { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster', namespace },
    };
    const after =
      <T>(take: (object: T) => void) =>
      (object: T): void => {
        take(object);
        this.#judge();
      };
    const pods = {
      changed: after((pod: Pod) => void this.#pods.set(pod.metadata.uid ?? '', pod)),
      gone: after((pod: Pod) => void this.#pods.delete(pod.metadata.uid ?? '')),
    };
    const sets = { changed: after((set: StatefulSet) => void (this.#set = set)), gone: () => {} };
    const clusters = {
      changed: after(({ status = {} }: RaftCluster) => void (this.#status = status)),
      gone: () => {},
    };
    await Promise.all([
      watch<Pod>(kube, kinds.pods, pods, signal),
      watch<StatefulSet>(kube, kinds.sets, sets, signal),
      watch<RaftCluster>(kube, kinds.clusters, clusters, signal),
    ]);
  }

  /** What the watches have delivered so far. */
  get sight(): SetAndPods {
    const pods = [...this.#pods.values()].map(({ metadata, status }) => {
      const ready = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
      const there = ready === true && metadata.deletionTimestamp === undefined;
      return [ordinalOf(metadata.name), { uid: metadata.uid ?? '', there }] as const;
    });
    const replicas = this.#set?.spec.replicas ?? 0;
    const statusReplicas = this.#set?.status?.replicas ?? 0;
    return { replicas, statusReplicas, pods: new Map(pods) };
  }

  /** What Kubernetes alone demands of the floor now. */
  get demanded(): number {
    return smallestSafe(this.sight, this.#voters);
  }

  /** Of the RaftCluster. */
  get status(): RaftClusterStatus {
    return this.#status;
  }

  get published(): number {
    return this.#status.statefulSets?.[0]?.minSafeReplicas ?? 0;
  }

  /** Forgets what was timed so far. */
  begin(): void {
    this.#tooLow.clear();
    this.#spans = [];
    this.#judge();
  }

  /** Milliseconds for which the floor was too low, each time since `begin`; empty: never. */
  get spans(): readonly number[] {
    return this.#spans;
  }

  #judge(): void {
    const now = performance.now();
    const { demanded, published } = this;
    if (published < demanded && !this.#tooLow.has(demanded)) this.#tooLow.set(demanded, now);
    for (const [floor, since] of this.#tooLow) {
      if (published < floor && floor <= demanded) continue;
      this.#tooLow.delete(floor);
      this.#spans.push(now - since);
    }
  }
}

export function ordinalOf(pod: string): number {
  return Number(/\d+$/.exec(pod)?.[0]);
}

import type { KubeClient } from '../../testbed/kube-client.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { watch } from '../../testbed/kube-watch.ts';

interface Presence {
  readonly from: number;
  to: number;
}

/** When each pod of the bed existed, as a watch of our own saw it. Milliseconds since the epoch. */
export class PodPresence {
  readonly #byPod = new Map<string, Presence[]>();
  readonly #stop = new AbortController();

  constructor(kube: KubeClient) {
    const handlers = { changed: (pod: KubeObject) => this.#seen(pod), gone: (pod: KubeObject) => this.#gone(pod) };
    void watch(kube, { apiVersion: 'v1', kind: 'Pod' }, handlers, this.#stop.signal);
  }

  existed(namespace: string, pod: string, at: number): boolean {
    return this.#of(namespace, pod).some(({ from, to }) => from <= at && at < to);
  }

  /** When the pod last became absent before `at`; undefined when it never was there or still is. */
  goneAt(namespace: string, pod: string, at: number): number | undefined {
    return this.#of(namespace, pod).findLast(({ to }) => to <= at)?.to;
  }

  stop(): void {
    this.#stop.abort();
  }

  #of(namespace: string, pod: string): readonly Presence[] {
    return this.#byPod.get(`${namespace}/${pod}`) ?? [];
  }

  #seen({ metadata }: KubeObject): void {
    const key = `${metadata.namespace}/${metadata.name}`;
    const all = this.#byPod.get(key) ?? [];
    if (all.at(-1)?.to !== Infinity) all.push({ from: Date.now(), to: Infinity });
    this.#byPod.set(key, all);
  }

  #gone({ metadata }: KubeObject): void {
    const last = this.#byPod.get(`${metadata.namespace}/${metadata.name}`)?.at(-1);
    if (last?.to === Infinity) last.to = Date.now();
  }
}

import { parseTime } from '../ports/wall-time.ts';
import type { StoreEvent } from '../kube/object-store.ts';
import { newMemory } from '../membership/memory.ts';
import type { Memory } from '../membership/memory.ts';
import { fenceWindow } from '../membership/record.ts';
import { afterPodEvent, afterSetEvent } from '../membership/sightings.ts';
import type { Sightings } from '../membership/sightings.ts';
import type { Clock } from '../ports/clock.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';

/**
 * What is remembered of every RaftCluster, bound to its UID. Watch events end sightings here at once, so that no fact
 * is lost between two passes however many events come between them.
 */
export class Memories {
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Memory>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `longestAct`: how long a removal that a predecessor of a new RaftCluster sent may still take effect, milliseconds. */
  of(cluster: CachedCluster, longestAct: number): Memory {
    const key = keyOf(cluster);
    const known = this.#byKey.get(key);
    if (known?.uid === cluster.uid) return known;
    const fresh = newMemory(cluster.uid, this.#clock.now().monotonic, this.#quiet(cluster, fenceWindow + longestAct));
    this.#byKey.set(key, fresh);
    return fresh;
  }

  put(cluster: CachedCluster, memory: Memory): void {
    this.#byKey.set(keyOf(cluster), memory);
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }

  onSet(event: StoreEvent<CachedSet>): void {
    const { namespace, name } = event.object;
    const before = event.type === 'updated' ? event.previous : undefined;
    const after = event.type === 'deleted' ? undefined : event.object;
    this.#revise(namespace, (sightings) => afterSetEvent(sightings, name, before, after));
  }

  onPod(event: StoreEvent<CachedPod>): void {
    if (event.type !== 'deleted') this.#revise(event.object.namespace, (sightings) => afterPodEvent(sightings, event.object));
  }

  #revise(namespace: string, revise: (sightings: Sightings) => Sightings): void {
    for (const [key, memory] of this.#byKey) {
      if (!key.startsWith(`${namespace}/`)) continue;
      const sightings = revise(memory.sightings);
      if (sightings !== memory.sightings) this.#byKey.set(key, { ...memory, sightings });
    }
  }

  /** A RaftCluster that has no status, or is younger than that, may have had a predecessor whose removal still acts. */
  #quiet({ status, metadata }: CachedCluster, longest: number): number {
    const isNew = 'invalid' in status || status.observedGeneration === undefined;
    const created = parseTime(metadata.creationTimestamp) ?? 0;
    const age = Math.max(this.#clock.now().wall - created, 0);
    return isNew ? longest : Math.max(longest - age, 0);
  }
}

export function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}


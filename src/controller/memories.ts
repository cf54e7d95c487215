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
  /** By namespace, then by name: an event concerns one namespace only. */
  readonly #known = new Map<string, Map<string, Memory>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `longestAct`: how long a removal that a predecessor of a new RaftCluster sent may still take effect, milliseconds. */
  of(cluster: CachedCluster, longestAct: number): Memory {
    const known = this.#known.get(cluster.namespace)?.get(cluster.name);
    if (known?.uid === cluster.uid) return known;
    const fresh = newMemory(cluster.uid, this.#clock.now().monotonic, this.#quiet(cluster, fenceWindow + longestAct));
    this.put(cluster, fresh);
    return fresh;
  }

  put({ namespace, name }: CachedCluster, memory: Memory): void {
    const names = this.#known.get(namespace) ?? new Map<string, Memory>();
    this.#known.set(namespace, names.set(name, memory));
  }

  forget(namespace: string, name: string): void {
    const names = this.#known.get(namespace);
    names?.delete(name);
    if (names?.size === 0) this.#known.delete(namespace);
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
    const names = this.#known.get(namespace);
    for (const [name, memory] of names ?? []) {
      const sightings = revise(memory.sightings);
      if (sightings !== memory.sightings) names?.set(name, { ...memory, sightings });
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

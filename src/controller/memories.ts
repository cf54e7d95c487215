import type { StoreEvent } from '../kube/object-store.ts';
import { newMemory } from '../membership/memory.ts';
import type { Flight, Memory } from '../membership/memory.ts';
import { fenceWindow } from '../membership/record.ts';
import { afterPodEvent, afterSetEvent } from '../membership/sightings.ts';
import type { Sightings } from '../membership/sightings.ts';
import type { Clock } from '../ports/clock.ts';
import { parseTime } from '../ports/wall-time.ts';
import { turnOf } from './caches.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';

/**
 * What is remembered of every RaftCluster, bound to its UID. Watch events end sightings here at once, so that no fact
 * is lost between two passes however many events come between them: whoever puts a memory must have read it in the
 * same turn.
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
    const known = this.#find(cluster);
    if (known) return known;
    const fresh = newMemory(cluster.uid, this.#clock.now().monotonic, this.#quiet(cluster, fenceWindow + longestAct));
    this.put(cluster, fresh);
    return fresh;
  }

  /** What is remembered already; looking adds nothing. */
  known(cluster: CachedCluster): Memory | undefined {
    return this.#find(cluster);
  }

  put({ namespace, name }: CachedCluster, memory: Memory): void {
    const names = this.#known.get(namespace) ?? new Map<string, Memory>();
    this.#known.set(namespace, names.set(name, memory));
  }

  /** A removal of this process is on its way. */
  fly(cluster: CachedCluster, flight: Flight): void {
    const memory = this.#find(cluster);
    if (memory) this.put(cluster, { ...memory, flight });
  }

  /** Revises what is known of the removal in flight, if it still is that of this very RaftCluster. */
  revise(cluster: CachedCluster, startedAt: string, change: Partial<Flight>): void {
    const memory = this.#find(cluster);
    if (memory?.flight?.startedAt === startedAt)
      this.put(cluster, { ...memory, flight: { ...memory.flight, ...change } });
  }

  forget(namespace: string, name: string): void {
    const names = this.#known.get(namespace);
    if (names?.delete(name) && names.size === 0) this.#known.delete(namespace);
  }

  onSet(event: StoreEvent<CachedSet>): void {
    const { namespace, name } = event.object;
    const { before, after } = turnOf(event);
    this.#endSightings(namespace, (sightings) => afterSetEvent(sightings, name, before, after));
  }

  onPod(event: StoreEvent<CachedPod>): void {
    const { object } = event;
    if (event.type !== 'deleted') this.#endSightings(object.namespace, (sightings) => afterPodEvent(sightings, object));
  }

  #endSightings(namespace: string, end: (sightings: Sightings) => Sightings): void {
    const names = this.#known.get(namespace);
    for (const [name, memory] of names ?? []) {
      if (memory.sightings.size === 0) continue;
      const sightings = end(memory.sightings);
      if (sightings !== memory.sightings) names?.set(name, { ...memory, sightings });
    }
  }

  #find({ namespace, name, uid }: CachedCluster): Memory | undefined {
    const known = this.#known.get(namespace)?.get(name);
    return known?.uid === uid ? known : undefined;
  }

  /** A RaftCluster that has no status, or is younger than that, may have had a predecessor whose removal still acts. */
  #quiet({ status, metadata }: CachedCluster, longest: number): number {
    const isNew = 'invalid' in status || status.observedGeneration === undefined;
    const created = parseTime(metadata.creationTimestamp) ?? 0;
    const age = Math.max(this.#clock.now().wall - created, 0);
    return isNew ? longest : Math.max(longest - age, 0);
  }
}

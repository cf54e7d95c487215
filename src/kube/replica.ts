import type { Clock } from '../ports/clock.ts';
import { KubeError } from './kube-error.ts';
import type { Identified, KubeObject } from './kube-object.ts';
import { ObjectStore, type StoreEvent } from './object-store.ts';
import { isNewer } from './resource-version.ts';
import type { WatchEvent } from './watch-event.ts';

export interface ReplicaOptions<T extends Identified> {
  readonly clock: Pick<Clock, 'now'>;
  readonly project: (object: KubeObject) => T | undefined;
  readonly emit: (event: StoreEvent<T>) => void;
  /** Told when `project` threw: the object stays as it was known before. */
  readonly onFault: (error: unknown) => void;
}

/** Milliseconds for which states older than the known one are taken for a lagging server's; then, for a restored one's. */
const longestLag = 60_000;

/**
 * What one kind looks like on the server, as of `version`. Takes watch events in the order of the stream: first an
 * initial state, which counts only when it is complete, then changes. Never goes back, unless the server does for good.
 */
export class Replica<T extends Identified> {
  readonly store = new ObjectStore<T>();
  readonly #options: ReplicaOptions<T>;
  #version: string | undefined;
  #newest: string | undefined;
  #initial = new ObjectStore<T>();
  #olderSince: number | undefined;

  constructor(options: ReplicaOptions<T>) {
    this.#options = options;
  }

  /** All changes up to here are in the store; `undefined`: the whole state must be read anew. */
  get version(): string | undefined {
    return this.#version;
  }

  /** Asks for a whole state; the store keeps what it has until that is complete. */
  restart(): void {
    this.#version = undefined;
    this.#initial = new ObjectStore<T>();
  }

  /** Throws `KubeError`: `invalid` when the server does not send the initial state, `gone` when it went back. */
  take(event: WatchEvent): void {
    if (this.#version === undefined) this.#collect(event);
    else this.#follow(event, this.#version);
  }

  /** The initial state is complete, as of `version`. Throws `unavailable` when it is older than what is known. */
  adopt(version: string): void {
    const events: StoreEvent<T>[] = [];
    if (this.#newest !== undefined && isNewer(this.#newest, version)) {
      this.#refuseLagging();
      events.push(...this.store.clear());
    }
    this.#olderSince = undefined;
    events.push(...this.store.replace(this.#initial, version));
    this.#initial = new ObjectStore<T>();
    this.#version = version;
    this.#newest = version;
    this.#emit(events);
  }

  #collect(event: WatchEvent): void {
    if (event.kind !== 'bookmark') {
      this.#change(event, this.#initial);
    } else if (event.endsInitialEvents) {
      this.adopt(event.resourceVersion);
    } else {
      // Ordinary bookmarks come after the initial events: this server knows only the watch without them.
      throw new KubeError('invalid', 'The server sends no initial state with a watch');
    }
  }

  #follow(event: WatchEvent, version: string): void {
    const at = event.kind === 'bookmark' ? event.resourceVersion : event.object.metadata.resourceVersion;
    if (event.kind === 'bookmark' && isNewer(version, at)) {
      throw new KubeError('gone', `The server is at version ${at} again, after ${version}`);
    }
    // One watch delivers in the order of versions: what is not newer was here before.
    if (!isNewer(at, version)) return;
    this.#version = at;
    this.#newest = at;
    if (event.kind !== 'bookmark') this.#emit(this.#change(event, this.store));
  }

  #change(event: Exclude<WatchEvent, { kind: 'bookmark' }>, store: ObjectStore<T>): StoreEvent<T>[] {
    const { namespace = '', name, resourceVersion } = event.object.metadata;
    try {
      const object = event.kind === 'present' ? this.#options.project(event.object) : undefined;
      return object === undefined ? store.remove(namespace, name, resourceVersion) : store.set(object);
    } catch (error) {
      this.#options.onFault(error);
      return [];
    }
  }

  #refuseLagging(): void {
    const { monotonic } = this.#options.clock.now();
    this.#olderSince ??= monotonic;
    if (monotonic - this.#olderSince < longestLag) {
      throw new KubeError('unavailable', 'The server sent a state older than the known one');
    }
  }

  #emit(events: readonly StoreEvent<T>[]): void {
    for (const event of events) this.#options.emit(event);
  }
}

import type { StoreEvent } from '../kube/object-store.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import { setsOfInterest } from '../membership/sighted.ts';
import type { Caches } from './caches.ts';
import type { Memories } from './memories.ts';
import { factsOf } from './observer.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';
import type { Reconciler } from './reconciler.ts';
import { WorkQueue } from './work-queue.ts';

/** RaftClusters looked at side by side: passes wait for admin APIs most of the time. */
const workers = 16;

/** Turns watch events into keys, and keys into passes. An event carries a key and ends sightings; it is never a fact. */
export class Controller {
  readonly #caches: Caches;
  readonly #memories: Memories;
  readonly #log: Log;
  readonly #queue: WorkQueue;
  #running = false;

  constructor(options: {
    readonly caches: Caches;
    readonly memories: Memories;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
  }) {
    this.#caches = options.caches;
    this.#memories = options.memories;
    this.#log = options.log;
    this.#queue = new WorkQueue(options.clock, options.random);
  }

  /** Works until the signal aborts; resolves when no pass is under way any more. */
  async run(reconciler: Pick<Reconciler, 'reconcile'>, signal: AbortSignal): Promise<void> {
    this.#running = true;
    this.all();
    const closed = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => void this.#queue.close().then(resolve), { once: true });
    });
    await Promise.all(Array.from({ length: workers }, () => this.#work(reconciler, signal)));
    await closed;
  }

  again(key: string): void {
    this.#queue.add(key);
  }

  /** After a takeover, or once the caches are complete: everything is looked at. */
  all(): void {
    for (const { namespace, name } of this.#caches.clusters()) this.#queue.add(`${namespace}/${name}`);
  }

  /** A RaftCluster's own status writes bring nothing new; others of its namespace may conflict with it. */
  onCluster(event: StoreEvent<CachedCluster>): void {
    const { namespace, name } = event.object;
    if (event.type === 'updated') {
      if (!isSameWish(event.previous, event.object)) this.#queue.add(`${namespace}/${name}`);
      return;
    }
    this.#queue.add(`${namespace}/${name}`);
    if (!this.#running) return;
    for (const other of this.#caches.clusters(namespace)) this.#queue.add(`${namespace}/${other.name}`);
  }

  onSet(event: StoreEvent<CachedSet>): void {
    this.#memories.onSet(event);
    for (const key of this.#keysOf(event.object.namespace, (sets) => sets.has(event.object.name))) this.#queue.add(key);
  }

  onPod(event: StoreEvent<CachedPod>): void {
    this.#caches.index(event);
    this.#memories.onPod(event);
    if (event.type === 'updated' && isSamePod(event.previous, event.object)) return;
    const { namespace, ownerName } = event.object;
    for (const key of this.#keysOf(namespace, (sets) => ownerName !== null && sets.has(ownerName))) this.#queue.add(key);
  }

  *#keysOf(namespace: string, concerns: (sets: ReadonlySet<string>) => boolean): Generator<string> {
    for (const cluster of this.#caches.clusters(namespace)) {
      const { settings } = factsOf(cluster);
      if (!('invalid' in settings) && concerns(setsOfInterest(settings))) yield `${namespace}/${cluster.name}`;
    }
  }

  async #work(reconciler: Pick<Reconciler, 'reconcile'>, signal: AbortSignal): Promise<void> {
    for (let key = await this.#queue.take(); key !== undefined; key = await this.#queue.take()) {
      try {
        const { wakeAt } = await reconciler.reconcile(key, signal);
        this.#queue.done(key);
        this.#queue.addAt(key, wakeAt);
      } catch (error) {
        this.#complain(key, error);
        this.#queue.failed(key);
      }
    }
  }

  #complain(key: string, error: unknown): void {
    if (error instanceof KubeError) {
      const level = error.code === 'conflict' || error.code === 'notFound' ? 'debug' : 'warn';
      this.#log[level]({ raftCluster: key, code: error.code }, `The pass failed and is tried again: ${error.message}`);
    } else {
      this.#log.error({ raftCluster: key, error }, 'The pass failed through a defect and is tried again');
    }
  }
}

function isSameWish(before: CachedCluster, after: CachedCluster): boolean {
  return (
    before.metadata.generation === after.metadata.generation &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp
  );
}

/** Most updates of a pod change nothing that decisions rest on. Becoming Ready is no fact either, but a good moment to ask. */
function isSamePod(before: CachedPod, after: CachedPod): boolean {
  return before.terminating === after.terminating && before.ip === after.ip && before.ownerUid === after.ownerUid && before.ready === after.ready;
}

import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import { Backoff } from './backoff.ts';
import { JsonLines } from './json-lines.ts';
import type { KubeClient, Selection } from './kube-client.ts';
import { KubeError } from './kube-error.ts';
import type { Identified, KubeObject } from './kube-object.ts';
import type { ObjectStore, StoreEvent } from './object-store.ts';
import { Replica } from './replica.ts';
import { describeTarget, type Resource } from './resource.ts';
import { toWatchEvent } from './watch-event.ts';
import { Watchdog } from './watchdog.ts';

export interface ReflectorOptions<T extends Identified> {
  readonly client: Pick<KubeClient, 'list' | 'watch'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly resource: Resource;
  readonly selection: Selection;
  /** Keeps what is needed of an object, at the moment it arrives; `undefined`: of no interest. */
  readonly project: (object: KubeObject) => T | undefined;
  /** Told of every change, in order, when the store has it. */
  readonly onEvent: (event: StoreEvent<T>) => void;
  /** Told once, when the first complete state has been delivered. */
  readonly onSynced: () => void;
  /** Told when the reason why the kind cannot be watched changes; `undefined`: it can again. */
  readonly onTrouble: (trouble: KubeError | undefined) => void;
  /** Milliseconds without a byte until a stream counts as dead; 150 s without it, as bookmarks come about every 60 s. */
  readonly idleLimit?: number;
}

export interface ReflectorState {
  /** Whether the store has held a complete state once. */
  readonly synced: boolean;
  /** When the server was last heard, on the monotonic clock. */
  readonly heardAt: number | undefined;
  /** Why the kind cannot be watched at present. */
  readonly trouble: KubeError | undefined;
}

const defaultIdleLimit = 150_000;
const longestBackoff = 30_000;
/** A kind that is missing is about to be installed. */
const longestBackoffMissing = 10_000;
/** Milliseconds that a stream must have lived for the failures before it to be forgotten. */
const steady = 10_000;
const page = { size: 500, timeout: 60_000 };
/** A custom resource may have about 3 MB on the wire. */
const maxEventBytes = 8 * 1024 * 1024;

/**
 * Keeps a projection of one kind in step with the API server: a streamed initial state (KEP-3157; pages where the server
 * refuses that), then changes, for as long as it runs and whatever happens to the connection.
 */
export class Reflector<T extends Identified> {
  readonly #options: ReflectorOptions<T>;
  readonly #what: string;
  readonly #replica: Replica<T>;
  readonly #backoff: Backoff;
  #initial: 'streamed' | 'paged' = 'streamed';
  #synced = false;
  #heardAt: number | undefined;
  #trouble: KubeError | undefined;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#what = `WATCH ${describeTarget(options.resource, { namespace: options.selection.namespace })}`;
    this.#backoff = new Backoff(options.random);
    this.#replica = new Replica({
      clock: options.clock,
      project: options.project,
      emit: (event) => this.#shielded(() => options.onEvent(event)),
      onFault: (error) => this.#fault(error),
    });
  }

  get store(): Pick<ObjectStore<T>, 'get' | 'list' | 'size'> {
    return this.#replica.store;
  }

  get state(): ReflectorState {
    return {
      synced: this.#synced,
      heardAt: this.#heardAt,
      trouble: this.#trouble,
    };
  }

  /** Takes a newer state of a known object, from an own write. Tells nobody: the writer knows. */
  put(object: T): void {
    // An object that is unknown was deleted or is still to come: to add it here could raise the dead.
    if (this.store.get(object.namespace, object.name)?.uid === object.uid) this.#replica.store.set(object);
  }

  /** Watches until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { monotonic: start } = this.#options.clock.now();
      const initial = this.#initial;
      const error = await this.#session(signal);
      const lasted = this.#options.clock.now().monotonic - start >= steady;
      if (lasted) this.#backoff.reset();
      if ((error === undefined && lasted) || initial !== this.#initial) continue;
      const longest = error?.code === 'unknownKind' ? longestBackoffMissing : longestBackoff;
      await this.#options.clock.sleep(this.#backoff.next(longest, error?.retryAfter), signal).catch(() => {});
    }
  }

  /** The initial state where it is needed, then changes until the stream ends or fails. */
  async #session(signal: AbortSignal): Promise<KubeError | undefined> {
    try {
      if (this.#replica.version === undefined) this.#replica.restart();
      if (this.#replica.version === undefined && this.#initial === 'paged') await this.#readPages(signal);
      await this.#watch(signal);
      return undefined;
    } catch (thrown) {
      const error = KubeError.from(thrown, this.#what);
      if (!signal.aborted) this.#learn(error);
      return error;
    }
  }

  /** What a failure says about the next try. */
  #learn(error: KubeError): void {
    const { log } = this.#options;
    log.debug({ code: error.code, error: error.message }, 'Watch interrupted');
    if (error.code === 'invalid' && this.#replica.version === undefined && this.#initial === 'streamed') {
      this.#initial = 'paged';
      return;
    }
    // The server no longer knows the version, or never did, or the kind it belonged to was removed.
    if (error.code === 'gone' || error.code === 'invalid' || error.code === 'unknownKind') this.#replica.restart();
    if (error.code !== 'gone') this.#report(error);
  }

  async #readPages(signal: AbortSignal): Promise<void> {
    const { client, resource, selection } = this.#options;
    const options = { timeout: page.timeout, signal };
    let from: string | undefined;
    do {
      const read = await client.list(resource, { ...selection, limit: page.size, from }, options);
      this.#hear();
      for (const object of read.items) this.#replica.take({ kind: 'present', object });
      from = read.continue;
      if (from === undefined) this.#replica.adopt(read.resourceVersion);
    } while (from !== undefined);
    this.#settle();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { client, clock, resource, selection, idleLimit = defaultIdleLimit } = this.#options;
    const { version } = this.#replica;
    const query =
      version === undefined
        ? {
            sendInitialEvents: true,
            resourceVersionMatch: 'NotOlderThan',
            allowWatchBookmarks: true,
          }
        : { resourceVersion: version, allowWatchBookmarks: true };
    const watchdog = new Watchdog(clock, idleLimit);
    try {
      const stream = await client.watch(resource, selection, query, AbortSignal.any([signal, watchdog.signal]));
      if (version !== undefined) this.#report(undefined);
      const lines = new JsonLines(maxEventBytes);
      for await (const chunk of stream) {
        watchdog.feed();
        this.#hear();
        for (const value of lines.push(chunk)) this.#take(value);
      }
    } catch (error) {
      if (!watchdog.signal.aborted) throw error;
      throw new KubeError('timeout', `${this.#what}: silent for ${idleLimit} ms, not even a bookmark`, {
        cause: error,
      });
    } finally {
      watchdog.stop();
    }
  }

  #take(value: unknown): void {
    const collecting = this.#replica.version === undefined;
    this.#replica.take(toWatchEvent(value, this.#what));
    if (collecting && this.#replica.version !== undefined) this.#settle();
  }

  #settle(): void {
    this.#report(undefined);
    if (this.#synced) return;
    this.#synced = true;
    this.#shielded(() => this.#options.onSynced());
  }

  #hear(): void {
    this.#heardAt = this.#options.clock.now().monotonic;
  }

  #report(trouble: KubeError | undefined): void {
    const changed = trouble?.code !== this.#trouble?.code;
    this.#trouble = trouble;
    if (changed) this.#shielded(() => this.#options.onTrouble(trouble));
  }

  /** A listener's fault must not end the watch. */
  #shielded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#fault(error);
    }
  }

  #fault(error: unknown): void {
    this.#options.log.error({ resource: this.#options.resource.plural, error }, 'A listener of a watch failed');
  }
}

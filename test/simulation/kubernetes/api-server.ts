import type { Arrival, Host } from '../engine/host.ts';
import type { Seeded } from '../engine/seeded.ts';
import { type Call, callOf } from './serving/call.ts';
import { Pages } from './serving/pages.ts';
import { selectionOf } from './serving/selection.ts';
import { type Trouble, Troubles } from './serving/troubles.ts';
import { WatchCache } from './serving/watch-cache.ts';
import { WatchStream } from './serving/watch-stream.ts';
import { type Answer, write } from './serving/writes.ts';
import type { CachedView } from './storage/cached-view.ts';
import { type Kind, kindNames } from './storage/kinds.ts';
import type { Objects } from './storage/objects.ts';
import { Refusal } from './storage/refusal.ts';

export interface ApiServerOptions {
  readonly objects: Objects;
  readonly random: Seeded;
  /** Milliseconds by which this server's cache learns of a change; drawn for each. 0 without it. */
  readonly cacheLag?: (kind: Kind) => number;
  /** Milliseconds by which one watch delivers an event later than that; drawn for each. 0 without it. */
  readonly watchLag?: (call: Call) => number;
  /** Told of every trouble that really befell somebody: `refused TooManyRequests`, `watch reset`. */
  readonly count?: (what: string) => void;
}

/** Milliseconds that a read waits for a lagging cache. */
const patience = 3_000;
/** Milliseconds after which a server ends a watch: drawn between this and twice this (`--min-request-timeout`). */
const watchTimeout = 1_800_000;

/**
 * One API server over the storage that all share. Reads without a version are always fresh, watches and reads at
 * version 0 come from its own cache. A second one over the same `Objects` may lag behind the first.
 */
export class ApiServer implements Host {
  readonly troubles = new Troubles();
  readonly #objects: Objects;
  readonly #random: Seeded;
  readonly #options: ApiServerOptions;
  readonly #pages = new Pages();
  readonly #streams = new Set<WatchStream>();
  readonly #waiting = new Set<Arrival>();
  #caches: ReadonlyMap<Kind, WatchCache>;
  #isUp = true;

  constructor(options: ApiServerOptions) {
    this.#objects = options.objects;
    this.#random = options.random.fork('api-server');
    this.#options = options;
    this.#caches = this.#newCaches();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** The watches that are open, for those who want to do something to them. */
  watches(matching: (call: Call) => boolean = () => true): readonly WatchStream[] {
    return [...this.#streams].filter(({ call }) => matching(call));
  }

  /** What this server's cache shows: `hold` it, and every watch of the kind stands still. */
  cache(kind: Kind): CachedView<Kind> {
    return this.#cacheOf(kind).view;
  }

  receive(arrival: Arrival): void {
    if (!this.#isUp) return arrival.reset();
    const call = callOf(arrival);
    if (call === undefined || this.troubles.missing.has(call.kind))
      return arrival.answer(404, '404 page not found\n', { 'content-type': 'text/plain' });
    const trouble = this.troubles.befalling(call);
    if (trouble?.kind === 'silent') return this.#keepWaiting(arrival);
    if (trouble?.kind === 'refused') return this.#refuse(arrival, trouble);
    this.#serve(arrival, call, trouble);
  }

  /** Every connection breaks, and nobody is let in. */
  stop(): void {
    this.#isUp = false;
    this.#count('stopped');
    for (const stream of this.#streams) stream.reset();
    this.#streams.clear();
    for (const arrival of this.#waiting) arrival.reset();
    this.#waiting.clear();
    for (const cache of this.#caches.values()) cache.view.end();
  }

  /** Comes back with fresh caches: what was before is too old for a watch, and pages that were begun are gone. */
  start(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#caches = this.#newCaches();
    this.#pages.expire();
  }

  /** Silence on the watches that are open now: no events, no bookmarks, no end. Answers how to let them go on. */
  freezeWatches(matching: (call: Call) => boolean = () => true): () => void {
    const frozen = this.watches(matching);
    for (const stream of frozen) stream.freeze();
    if (frozen.length > 0) this.#count('watches frozen');
    return () => {
      for (const stream of frozen) stream.thaw();
    };
  }

  /** Ends watches as a server does that has had enough of them, breaks them, or tells them that they are too old. */
  closeWatches(how: 'end' | 'reset' | 'expire', matching: (call: Call) => boolean = () => true): void {
    for (const stream of this.watches(matching)) {
      stream[how]();
      this.#streams.delete(stream);
      this.#count(`watch ${how}`);
    }
  }

  /** Forgets all changes up to now. */
  compact(): void {
    for (const cache of this.#caches.values()) cache.compact();
    this.#pages.expire();
    this.#count('compacted');
  }

  #serve(arrival: Arrival, call: Call, trouble: Trouble | undefined): void {
    try {
      if (call.verb === 'watch') return this.#watch(arrival, call);
      const { status, text } = this.#answerTo(call);
      if (trouble?.kind === 'failedAfterEffect') return this.#refuse(arrival, trouble);
      arrival.answer(status, text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      arrival.answer(error.code, error.toStatus());
    }
  }

  #answerTo(call: Call): Answer {
    switch (call.verb) {
      case 'get':
        return { status: 200, text: this.#get(call) };
      case 'list':
        return { status: 200, text: this.#list(call) };
      default:
        return write(this.#objects, call);
    }
  }

  #get({ kind, namespace = '', name = '', query }: Call): string {
    const cached = query.get('resourceVersion') === '0';
    const stored = cached ? this.cache(kind).stored(namespace, name) : this.#objects.stored(kind, namespace, name);
    if (stored === undefined) throw Refusal.notFound(kind, name);
    return stored.text;
  }

  #list(call: Call): string {
    const token = call.query.get('continue');
    if (token !== null) return this.#pages.next(call, token);
    const from = call.query.get('resourceVersion') === '0' ? this.cache(call.kind) : undefined;
    const all = from === undefined ? this.#objects.all(call.kind) : from.all();
    return this.#pages.first(call, all.filter(selectionOf(call)), (from ?? this.#objects).revision);
  }

  #watch(arrival: Arrival, call: Call): void {
    const { watchLists } = this.troubles;
    const version = call.query.get('resourceVersion') ?? '';
    const asksForState = call.query.get('sendInitialEvents') === 'true';
    if (asksForState && watchLists === 'refused') {
      const message = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
      throw new Refusal('Invalid', message);
    }
    const cache = this.#cacheOf(call.kind);
    const marksEnd = asksForState && watchLists === 'known';
    if (version !== '' && version !== '0') return this.#resume(arrival, call, cache, Number(version));
    // The state must not be older than the newest write at the time of the question, unless anything will do.
    const atLeast = version === '0' ? 0 : this.#objects.revision;
    this.#waiting.add(arrival);
    arrival.onGone(() => this.#waiting.delete(arrival));
    const begin = (): void => {
      if (!this.#waiting.delete(arrival)) return;
      const { revision } = cache.view;
      const stream = this.#open(arrival, call, revision);
      stream.begin(cache.view.all().filter(selectionOf(call)), revision, marksEnd);
    };
    const late = (): void => {
      if (!this.#waiting.delete(arrival)) return;
      const refusal = new Refusal('Timeout', 'Too large resource version', { retryAfterSeconds: 1 });
      arrival.answer(refusal.code, refusal.toStatus());
    };
    cache.reach(atLeast, patience, begin, late);
  }

  #resume(arrival: Arrival, call: Call, cache: WatchCache, version: number): void {
    const changes = cache.since(version);
    if (changes === undefined) {
      this.#count('version too old');
      if (this.troubles.goneAs === 'answer') throw new Refusal('Expired', `too old resource version: ${version}`);
    }
    const stream = this.#open(arrival, call, version);
    if (changes === undefined) return stream.expire();
    for (const change of changes) stream.take(change);
  }

  #open(arrival: Arrival, call: Call, from: number): WatchStream {
    const { timeline } = this.#objects;
    const { watchLag } = this.#options;
    const { view } = this.#cacheOf(call.kind);
    const stream = new WatchStream({
      call,
      outlet: arrival.stream(200),
      selects: selectionOf(call),
      timeline,
      lag: () => watchLag?.(call) ?? 0,
      frontier: () => view.revision,
      from,
    });
    this.#streams.add(stream);
    const timeout = timeline.after(watchTimeout * (1 + this.#random.fraction()), () => {
      stream.end();
      this.#streams.delete(stream);
    });
    arrival.onGone(() => {
      timeout.cancel();
      stream.stop();
      this.#streams.delete(stream);
    });
    return stream;
  }

  #refuse(arrival: Arrival, trouble: Exclude<Trouble, { readonly kind: 'silent' }>): void {
    this.#count(`${trouble.kind} ${trouble.reason}`);
    const seconds = trouble.kind === 'refused' ? trouble.retryAfterSeconds : undefined;
    const details = seconds === undefined ? {} : { retryAfterSeconds: seconds };
    const refusal = new Refusal(trouble.reason, `the server does not want to (${trouble.reason})`, details);
    arrival.answer(refusal.code, refusal.toStatus(), seconds === undefined ? {} : { 'retry-after': String(seconds) });
  }

  #keepWaiting(arrival: Arrival): void {
    this.#count('silent');
    this.#waiting.add(arrival);
    arrival.onGone(() => this.#waiting.delete(arrival));
  }

  #newCaches(): ReadonlyMap<Kind, WatchCache> {
    const { cacheLag } = this.#options;
    return new Map(
      kindNames.map((kind) => {
        const cache = new WatchCache(this.#objects, kind, () => cacheLag?.(kind) ?? 0);
        cache.view.onChange((change) => {
          for (const stream of this.#streams)
            if (stream.call.kind === kind && !this.#withholds(change, stream)) stream.take(change);
        });
        return [kind, cache];
      }),
    );
  }

  #withholds(change: Parameters<WatchStream['take']>[0], stream: WatchStream): boolean {
    const isWithheld = this.troubles.withholds(change, stream.call);
    if (isWithheld) this.#count('change withheld');
    return isWithheld;
  }

  #cacheOf(kind: Kind): WatchCache {
    const cache = this.#caches.get(kind);
    if (cache === undefined) throw new Error(`${kind} has no cache`);
    return cache;
  }

  #count(what: string): void {
    this.#options.count?.(what);
  }
}

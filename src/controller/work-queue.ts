import type { Clock, Timer } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Random } from '../ports/random.ts';

/** How long a key that failed waits before it is tried again: doubling, jittered. Milliseconds. */
const shortestBackoff = 250;
const longestBackoff = 60_000;

/** By which its metrics are known: controller-runtime names a queue after its controller. */
export const queueLabels = { name: 'raftcluster', controller: 'raftcluster' } as const;

/**
 * Keys to be worked on: each at most once at a time and at most once in line. A key that is added while it is being
 * worked on gets its turn afterwards. Of several moments at which a key is wanted the earliest counts.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #metrics: Metrics;
  /** Since when, as of those being worked on. */
  readonly #waiting = new Map<string, number>();
  readonly #working = new Map<string, number>();
  /** Wanted once more while being worked on. */
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  readonly #failures = new Map<string, number>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;

  constructor(clock: Clock, random: Random, metrics: Metrics) {
    this.#clock = clock;
    this.#random = random;
    this.#metrics = metrics;
  }

  /** Wanted now; a later moment that was agreed on is forgotten: whoever works on the key says the next. */
  add(key: string): void {
    if (this.#closed) return;
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    if (this.#working.has(key)) this.#again.add(key);
    else if (!this.#waiting.has(key)) {
      this.#waiting.set(key, this.#now());
      this.#metrics.count('workqueue_adds_total', queueLabels);
    }
    this.#hand();
  }

  /** The next key; `undefined` when the queue is closed. Whoever takes one says `done` or `failed`. */
  async take(): Promise<string | undefined> {
    if (this.#closed) return undefined;
    const taken = new Promise<string | undefined>((resolve) => this.#takers.push(resolve));
    this.#hand();
    return taken;
  }

  /** The key is wanted again at `wakeAt`, monotonic milliseconds, unless it was added meanwhile; Infinity: only then. */
  done(key: string, wakeAt: number): void {
    this.#failures.delete(key);
    this.#release(key, wakeAt);
  }

  /** The key is tried again after its backoff, which grows with every failure in a row, unless it was added meanwhile. */
  failed(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#metrics.count('workqueue_retries_total', queueLabels);
    const backoff = Math.min(shortestBackoff * 2 ** failures, longestBackoff);
    this.#release(key, this.#now() + backoff * (0.5 + this.#random.fraction() / 2));
  }

  /** How many wait in line. */
  get depth(): number {
    return this.#waiting.size;
  }

  /** How long each key has been worked on that still is, milliseconds. */
  ages(): readonly number[] {
    const now = this.#now();
    return Array.from(this.#working.values(), (since) => now - since);
  }

  /** Hands out nothing more. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    this.#waiting.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }

  #release(key: string, wakeAt: number): void {
    const since = this.#working.get(key);
    this.#working.delete(key);
    if (since !== undefined) this.#metrics.time('workqueue_work_duration_seconds', queueLabels, this.#now() - since);
    if (this.#again.delete(key)) return this.add(key);
    if (this.#closed || wakeAt === Infinity) return;
    const delay = Math.max(wakeAt - this.#now(), 0);
    this.#timers.set(
      key,
      this.#clock.after(delay, () => this.add(key)),
    );
  }

  #hand(): void {
    for (const [key, since] of this.#waiting) {
      const taker = this.#takers.shift();
      if (!taker) return;
      this.#waiting.delete(key);
      this.#working.set(key, this.#now());
      this.#metrics.time('workqueue_queue_duration_seconds', queueLabels, this.#now() - since);
      taker(key);
    }
  }

  #now(): number {
    return this.#clock.now().monotonic;
  }
}

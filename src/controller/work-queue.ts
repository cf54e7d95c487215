import type { Clock, Timer } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';

/** How long a key that failed waits before it is tried again: doubling, jittered. Milliseconds. */
const shortestBackoff = 250;
const longestBackoff = 60_000;

/**
 * Keys to be worked on: each at most once at a time and at most once in line. A key that is added while it is being
 * worked on gets its turn afterwards. Of several moments at which a key is wanted the earliest counts.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #waiting = new Set<string>();
  readonly #working = new Set<string>();
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { readonly at: number; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;
  #drained: (() => void) | undefined;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  add(key: string): void {
    if (this.#closed) return;
    this.#cancelTimer(key);
    if (this.#working.has(key)) {
      this.#again.add(key);
      return;
    }
    const taker = this.#waiting.has(key) ? undefined : this.#takers.shift();
    if (taker) this.#hand(key, taker);
    else this.#waiting.add(key);
  }

  /** Adds the key at `at`, monotonic milliseconds, unless it is wanted earlier anyway. */
  addAt(key: string, at: number): void {
    if (this.#closed || at === Infinity || this.#waiting.has(key)) return;
    const known = this.#timers.get(key);
    if (known && known.at <= at) return;
    this.#cancelTimer(key);
    const timer = this.#clock.after(Math.max(at - this.#clock.now().monotonic, 0), () => this.add(key));
    this.#timers.set(key, { at, timer });
  }

  /** The next key; `undefined` when the queue is closed. Whoever takes one says `done` or `failed`. */
  async take(): Promise<string | undefined> {
    if (this.#closed) return undefined;
    const [key] = this.#waiting;
    if (key === undefined) return new Promise((resolve) => this.#takers.push(resolve));
    this.#waiting.delete(key);
    this.#working.add(key);
    return key;
  }

  done(key: string): void {
    this.#failures.delete(key);
    this.#release(key);
  }

  /** The key is tried again after its backoff, which grows with every failure in a row. */
  failed(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.#release(key);
    const backoff = Math.min(shortestBackoff * 2 ** (failures - 1), longestBackoff);
    this.addAt(key, this.#clock.now().monotonic + backoff * (0.5 + this.#random.fraction() / 2));
  }

  /** The key exists no more. */
  forget(key: string): void {
    this.#cancelTimer(key);
    this.#waiting.delete(key);
    this.#failures.delete(key);
  }

  /** Hands out nothing more; resolves when all that was handed out is done. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const key of this.#timers.keys()) this.#cancelTimer(key);
    this.#waiting.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
    if (this.#working.size > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  #hand(key: string, taker: (key: string) => void): void {
    this.#working.add(key);
    taker(key);
  }

  #release(key: string): void {
    this.#working.delete(key);
    if (this.#again.delete(key)) this.add(key);
    if (this.#closed && this.#working.size === 0) this.#drained?.();
  }

  #cancelTimer(key: string): void {
    this.#timers.get(key)?.timer.cancel();
    this.#timers.delete(key);
  }
}

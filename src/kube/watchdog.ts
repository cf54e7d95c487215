import type { Clock, Timer } from '../ports/clock.ts';

/**
 * Ends a stream that has been silent for too long: a peer that vanished without a word is otherwise seen never.
 * One timer, set again only when it fires: feeding costs nothing.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #controller = new AbortController();
  #fedAt: number;
  #timer: Timer;

  /** `limit` in milliseconds. */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#fedAt = clock.now().monotonic;
    this.#timer = clock.after(limit, this.#look);
  }

  /** Aborts when the limit has passed since the last feeding. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  feed(): void {
    this.#fedAt = this.#clock.now().monotonic;
  }

  stop(): void {
    this.#timer.cancel();
  }

  readonly #look = (): void => {
    const left = this.#fedAt + this.#limit - this.#clock.now().monotonic;
    if (left > 0) this.#timer = this.#clock.after(left, this.#look);
    else this.#controller.abort();
  };
}

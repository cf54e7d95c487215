import type { Random } from '../ports/random.ts';

/** Delays that double from one failure to the next, with jitter so that many clients do not come back together. */
export class Backoff {
  readonly #random: Random;
  #failures = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Milliseconds until the next try: 1 s to 1.5 s, then twice that, up to `longest`; more when the server asks for more. */
  next(longest: number, retryAfter = 0): number {
    const delay = 1000 * 2 ** this.#failures * (1 + this.#random.fraction() / 2);
    if (delay < longest) this.#failures += 1;
    return Math.max(Math.min(delay, longest), Math.min(retryAfter, longestRetryAfter));
  }

  /** After a success that lasted. */
  reset(): void {
    this.#failures = 0;
  }
}

/** A server that asks for more is asked sooner: nobody would notice that it recovered. */
const longestRetryAfter = 60_000;

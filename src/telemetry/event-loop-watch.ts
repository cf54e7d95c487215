import type { Clock } from '../ports/clock.ts';
import type { Sampled } from '../ports/metrics.ts';

/** Milliseconds between two looks, and how late one must be to be a stall. */
const period = 1000;
const stall = 1000;
/** So many looks are remembered: half a minute of them, where none is late. */
const remembered = 30;

/**
 * How late the event loop is, by a timer that should come once a second. A loop that stands still answers no probe; one that
 * stalls again and again, such as under a garbage collector that finds no room any more, answers some of them, and does
 * hardly any work. A single long stall does not count: a process that was frozen is well when it goes on.
 */
export class EventLoopWatch {
  readonly #clock: Clock;
  /** How late the last looks were, milliseconds. */
  readonly #lateness: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#look();
  }

  /** Why only a restart helps, for people; empty: nothing. */
  stalled(): readonly string[] {
    const stalls = this.#lateness.filter((late) => late >= stall).length;
    if (stalls <= remembered / 2) return [];
    return [`the event loop stalled: ${stalls} of its last ${remembered} turns came at least ${stall / 1000} s late`];
  }

  samples(): Sampled {
    return {
      nodejs_eventloop_lag_seconds: () => [{ labels: {}, value: Math.max(0, ...this.#lateness) / 1000 }],
    };
  }

  #look(): void {
    const due = this.#clock.now().monotonic + period;
    this.#clock.after(period, () => {
      this.#lateness.push(Math.max(this.#clock.now().monotonic - due, 0));
      if (this.#lateness.length > remembered) this.#lateness.shift();
      this.#look();
    });
  }
}

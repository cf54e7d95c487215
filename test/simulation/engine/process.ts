import type { Clock, Moment, Timer } from '../../../src/ports/clock.ts';
import { TimerClock } from '../../../src/ports/timer-clock.ts';
import type { Timeline } from './timeline.ts';

/** Wall time at the start of every run. */
export const epoch = Date.UTC(2027, 0, 1);

/**
 * A process of an operator in virtual time: it can stand still for a while, as one that is stopped, starved or suspended,
 * and it can end between any two events. Everything that reaches its code comes through `deliver`.
 */
export class SimulatedProcess {
  readonly name: string;
  readonly clock: ProcessClock;
  readonly #timeline: Timeline;
  readonly #waiting: (() => void)[] = [];
  readonly #ends: (() => void)[] = [];
  #standsUntil = 0;
  #isAlive = true;

  constructor(name: string, timeline: Timeline, clock: ClockTrouble = {}) {
    this.name = name;
    this.#timeline = timeline;
    this.clock = new ProcessClock(this, timeline, clock);
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get stands(): boolean {
    return this.#timeline.now < this.#standsUntil;
  }

  /** Runs `action` in the process: now, when it goes on again, or never. */
  deliver(action: () => void): void {
    if (!this.#isAlive) return;
    if (this.stands || this.#waiting.length > 0) {
      this.#waiting.push(action);
      return;
    }
    this.#timeline.touch();
    action();
  }

  /** It stands still for so many milliseconds: nothing is run, then all that came meanwhile, in order. */
  stand(duration: number): void {
    const until = this.#timeline.now + duration;
    if (until <= this.#standsUntil) return;
    this.#standsUntil = until;
    this.#timeline.at(until, () => this.#goOn());
  }

  /** SIGKILL. Its code never runs again; its connections break. */
  crash(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#waiting.length = 0;
    for (const end of this.#ends.splice(0)) end();
  }

  /** Called once when it crashes. */
  onEnd(action: () => void): void {
    this.#ends.push(action);
  }

  #goOn(): void {
    if (this.stands || !this.#isAlive) return;
    const action = this.#waiting.shift();
    if (action === undefined) return;
    this.#timeline.touch();
    action();
    this.#timeline.at(this.#timeline.now, () => this.#goOn());
  }
}

/** Of a timer. Milliseconds. */
const shortestDelay = 0.01;

/** What is wrong with a clock. */
export interface ClockTrouble {
  /** How fast it goes: 1.1 is a tenth too fast. */
  readonly rate?: number;
  /** Milliseconds by which its wall clock is ahead. */
  readonly ahead?: number;
}

/** The clock that one process reads. */
export class ProcessClock extends TimerClock implements Clock {
  readonly #process: SimulatedProcess;
  readonly #timeline: Timeline;
  readonly #rate: number;
  readonly #startedAt: number;
  #ahead: number;

  constructor(process: SimulatedProcess, timeline: Timeline, { rate = 1, ahead = 0 }: ClockTrouble) {
    super();
    this.#process = process;
    this.#timeline = timeline;
    this.#rate = rate;
    this.#ahead = ahead;
    this.#startedAt = timeline.now;
  }

  now(): Moment {
    const monotonic = (this.#timeline.now - this.#startedAt) * this.#rate;
    return { monotonic, wall: epoch + this.#startedAt + monotonic + this.#ahead };
  }

  /** The wall clock is set: `by` milliseconds forward, or back. */
  jump(by: number): void {
    this.#ahead += by;
  }

  after(delay: number, action: () => void): Timer {
    let isCancelled = false;
    const fire = (): void => {
      if (!isCancelled) action();
    };
    // What rounding leaves of a delay must not be lost in it: time would stand still.
    const real = delay > 0 ? Math.max(delay / this.#rate, shortestDelay) : 0;
    const timer = this.#timeline.after(real, () => this.#process.deliver(fire));
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }
}

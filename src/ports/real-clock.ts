import type { Clock, Moment, Timer } from './clock.ts';
import { TimerClock } from './timer-clock.ts';

/** `setTimeout` takes a longer delay for 1 ms. */
const longestTimeout = 2 ** 31 - 1;

/** The clock of this machine. Its monotonic half stands still while the machine is suspended (CLOCK_MONOTONIC). */
export function createClock(): Clock {
  return new RealClock();
}

class RealClock extends TimerClock {
  now(): Moment {
    return { monotonic: performance.now(), wall: Date.now() };
  }

  after(delay: number, action: () => void): Timer {
    const due = performance.now() + delay;
    let timeout: NodeJS.Timeout;
    const arm = (): void => {
      timeout = setTimeout(fire, Math.min(Math.max(due - performance.now(), 0), longestTimeout)).unref();
    };
    // Node counts in whole milliseconds and may fire up to one early; whoever wakes at `due` must find it reached.
    const fire = (): void => (performance.now() < due ? arm() : action());
    arm();
    return { cancel: () => clearTimeout(timeout) };
  }
}

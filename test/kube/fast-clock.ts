import type { Clock } from '../../src/ports/clock.ts';
import { createClock } from '../../src/ports/real-clock.ts';

/** A real clock on which `speed` milliseconds pass in one, so that backoffs and leases can be waited for. */
export function fastClock(speed = 100): Clock {
  const clock = createClock();
  return {
    now: () => ({ monotonic: clock.now().monotonic * speed, wall: clock.now().wall }),
    after: (delay, action) => clock.after(delay / speed, action),
    sleep: (delay, signal) => clock.sleep(delay / speed, signal),
    deadline: (delay, parent) => clock.deadline(delay / speed, parent),
  };
}

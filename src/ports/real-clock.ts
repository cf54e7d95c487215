import type { Clock, Deadline, Moment, Timer } from './clock.ts';

/** `setTimeout` takes a longer delay for 1 ms. */
const longestTimeout = 2 ** 31 - 1;

/** The clock of this machine. Its monotonic half stands still while the machine is suspended (CLOCK_MONOTONIC). */
export function createClock(): Clock {
  return new RealClock();
}

class RealClock implements Clock {
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

  async sleep(delay: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = this.after(delay, resolve);
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      timer.cancel();
      signal?.removeEventListener('abort', abort);
    }
  }

  deadline(delay: number, parent?: AbortSignal): Deadline {
    const controller = new AbortController();
    const timer = this.after(delay, () => {
      controller.abort(new DOMException(`Not done within ${delay} ms`, 'TimeoutError'));
    });
    const abort = (): void => controller.abort(parent?.reason);
    if (parent?.aborted === true) abort();
    parent?.addEventListener('abort', abort, { once: true });
    return {
      signal: controller.signal,
      done: () => {
        timer.cancel();
        parent?.removeEventListener('abort', abort);
      },
    };
  }
}

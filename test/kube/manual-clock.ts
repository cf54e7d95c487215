import type { Clock, Deadline, Moment, Timer } from '../../src/ports/clock.ts';

/** A clock on which time passes only when a test says so; between two timers everything that waits gets its turn. */
export class ManualClock implements Clock {
  #now = 1_000_000;
  readonly #timers = new Set<{ readonly due: number; readonly action: () => void }>();

  now(): Moment {
    return { monotonic: this.#now, wall: Date.UTC(2027, 0, 1) + this.#now };
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#timers.size;
  }

  after(delay: number, action: () => void): Timer {
    const timer = { due: this.#now + delay, action };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  async sleep(delay: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = this.after(delay, resolve);
    signal?.addEventListener('abort', () => {
      timer.cancel();
      reject(signal.reason);
    });
    await promise;
  }

  deadline(delay: number): Deadline {
    const controller = new AbortController();
    const timer = this.after(delay, () => controller.abort());
    return { signal: controller.signal, done: () => timer.cancel() };
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let next = this.#earliest(end); next !== undefined; next = this.#earliest(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
      await settle();
    }
    this.#now = end;
  }

  /** Time passes and nobody gets a turn, as for a process that is stopped. */
  freeze(milliseconds: number): void {
    this.#now += milliseconds;
  }

  #earliest(end: number): { readonly due: number; readonly action: () => void } | undefined {
    const due = [...this.#timers].filter((timer) => timer.due <= end);
    return due.toSorted((a, b) => a.due - b.due)[0];
  }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

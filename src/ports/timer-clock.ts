import type { Clock, Deadline, Moment, Timer } from './clock.ts';

/** What every clock does alike, once it can tell the time and run something later. */
export abstract class TimerClock implements Clock {
  abstract now(): Moment;

  abstract after(delay: number, action: () => void): Timer;

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

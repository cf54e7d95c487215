import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Milliseconds until it gives up. */
  readonly timeout: number;
  /** Milliseconds between two looks; default 50. */
  readonly interval?: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks until `look` answers something other than `undefined` or `false`, and returns that. What it threw last, if it
 * did, is the cause of the error at the deadline; `what` completes the sentence "waited … for".
 */
export async function waitUntil<T>(
  what: string,
  options: WaitOptions,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = performance.now() + options.timeout;
  let cause: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`waited ${options.timeout} ms for ${what}`, { cause });
    await sleep(options.interval ?? 50, undefined, options.signal && { signal: options.signal }).catch(() =>
      options.signal?.throwIfAborted(),
    );
  }
}

/** The promise's value, or an error `what took longer than … ms`. */
export async function within<T>(timeout: number, what: string, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(timeout, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what} took longer than ${timeout} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

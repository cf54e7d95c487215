/** One moment, twice: `monotonic` for decisions, `wall` for the hourly budget and for what people read. Both in milliseconds. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export interface Timer {
  cancel(): void;
}

/** Time as the code may know it. The simulation supplies its own; nothing outside `ports/` reads a real clock. */
export interface Clock {
  now(): Moment;
  /** Runs `action` once, `delay` milliseconds from now, unless cancelled. Never keeps the process alive by itself. */
  after(delay: number, action: () => void): Timer;
  /** Resolves after `delay` milliseconds; rejects with the signal's reason as soon as it aborts. */
  sleep(delay: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts with a `TimeoutError` after `delay` milliseconds, or with `parent`. Call `done()` to release its timer. */
  deadline(delay: number, parent?: AbortSignal): Deadline;
}

export interface Deadline {
  readonly signal: AbortSignal;
  done(): void;
}

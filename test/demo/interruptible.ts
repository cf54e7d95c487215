import type { Screen } from './screen.ts';

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

export interface Interruption {
  /** Whether the demo was told to end: errors after that mean nothing. */
  readonly begun: boolean;
}

/** Says so when the demo is told to end. Whoever owns processes ends them by itself; while nobody does, we just go. */
export function interruptible(screen: Screen): Interruption {
  const state = { begun: false };
  for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
    process.on(signal, () => {
      if (!state.begun) screen.progress('stopping');
      screen.silence();
      state.begun = true;
      if (process.listenerCount(signal) === 1) process.exit(128 + SIGNALS[signal]);
    });
  }
  return state;
}

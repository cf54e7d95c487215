import { within } from './wait-until.ts';

const ENOUGH_TIME = 30_000;
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/**
 * Runs `stop` once, however the run ends: when asked, or by SIGINT, SIGTERM, SIGHUP or an uncaught error (then the
 * process ends too). `abandon` is what can still be done at once: at a second signal, when `stop` takes longer than
 * 30 s, and when the process exits without having stopped.
 */
export class Lifetime {
  readonly #stop: () => Promise<void>;
  readonly #abandon: () => void;
  #stopping: Promise<void> | undefined;

  constructor(stop: () => Promise<void>, abandon: () => void) {
    this.#stop = stop;
    this.#abandon = abandon;
    for (const signal of Object.keys(SIGNALS)) process.on(signal, this.#onSignal);
    process.on('uncaughtException', this.#onError);
    process.on('exit', this.#abandon);
  }

  end(): Promise<void> {
    this.#stopping ??= within(ENOUGH_TIME, 'stopping', this.#stop())
      .catch((error: unknown) => {
        this.#abandon();
        throw error;
      })
      .finally(() => this.#forget());
    return this.#stopping;
  }

  readonly #onSignal = (signal: keyof typeof SIGNALS): void => {
    if (this.#stopping !== undefined) {
      this.#abandon();
      process.exit(128 + SIGNALS[signal]);
    }
    void this.end()
      .catch((error: unknown) => console.error(error))
      .finally(() => process.exit(128 + SIGNALS[signal]));
  };

  readonly #onError = (error: unknown): void => {
    console.error(error);
    this.#abandon();
    process.exit(1);
  };

  #forget(): void {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, this.#onSignal);
    process.off('uncaughtException', this.#onError);
    process.off('exit', this.#abandon);
  }
}

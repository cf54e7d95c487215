import type { Reading, ReadResult } from '../membership/evidence.ts';
import type { RoundNeeds } from '../membership/round.ts';
import type { Clock } from '../ports/clock.ts';

/** Once a round knows enough, it waits so much longer for the others. Milliseconds. */
const grace = 250;
/** Between the reads of a pod that has been asked twice already. Milliseconds. */
const pause = 25;

export interface RoundPod {
  readonly name: string;
  readonly uid: string;
}

export interface RoundOptions {
  readonly clock: Clock;
  readonly pods: readonly RoundPod[];
  /** Asks one pod; ends by itself within the request timeout, or early when the signal aborts. Never throws. */
  readonly ask: (pod: RoundPod, signal: AbortSignal) => Promise<ReadResult>;
  /** Which pods to ask once more, and whether it is enough, after the answers so far. */
  readonly needs: (readings: readonly Reading[]) => RoundNeeds;
  readonly signal: AbortSignal;
}

/**
 * One admin round (removal rule §3, "Cached and fresh"): asks every pod once, at the same time, and those again whose
 * first answer cannot be judged, until all have answered or enough is known. Who has not answered by then is unknown.
 */
export async function adminRound(options: RoundOptions): Promise<readonly Reading[]> {
  if (options.pods.length === 0) return [];
  return new Round(options).run();
}

class Round {
  readonly #options: RoundOptions;
  readonly #readings: Reading[] = [];
  readonly #asking = new Map<string, RoundPod>();
  readonly #reads = new Map<string, number>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #late = new AbortController();
  #over = false;
  #graceful = false;

  constructor(options: RoundOptions) {
    this.#options = options;
  }

  async run(): Promise<readonly Reading[]> {
    const { pods, signal } = this.#options;
    const stop = () => this.#end();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) this.#end();
    for (const pod of pods) void this.#ask(pod);
    await this.#ended.promise;
    signal.removeEventListener('abort', stop);
    // Who still hangs is given up, so that the next round does not wait behind this one's request.
    this.#late.abort();
    return this.#readings;
  }

  async #ask(pod: RoundPod): Promise<void> {
    const { clock, ask } = this.#options;
    this.#asking.set(pod.name, pod);
    const reads = (this.#reads.get(pod.name) ?? 0) + 1;
    this.#reads.set(pod.name, reads);
    if (reads > 2) await clock.sleep(pause, this.#late.signal).catch(() => {});
    if (this.#over) return;
    const askedAt = clock.now().monotonic;
    const result = await ask(pod, this.#late.signal);
    if (this.#over) return;
    this.#asking.delete(pod.name);
    this.#readings.push({ pod: pod.name, podUid: pod.uid, askedAt, answeredAt: clock.now().monotonic, result });
    this.#goOn();
  }

  #goOn(): void {
    const { pods, needs, clock } = this.#options;
    const { again, enough } = needs(this.#readings);
    for (const name of again) {
      const pod = pods.find((known) => known.name === name);
      if (pod && !this.#asking.has(name)) void this.#ask(pod);
    }
    if (this.#asking.size === 0) this.#end();
    else if (enough && !this.#graceful) {
      this.#graceful = true;
      clock.after(grace, () => this.#end());
    }
  }

  #end(): void {
    this.#over = true;
    this.#ended.resolve();
  }
}

import type { Reading, ReadResult } from '../membership/evidence.ts';
import type { RoundNeeds } from '../membership/round.ts';
import type { Clock, Timer } from '../ports/clock.ts';

/** Once a round knows enough, it waits so much longer for the others. Milliseconds. */
const grace = 250;
/** Before a pod is asked that has been asked twice already. Milliseconds. */
const pause = 25;

interface RoundPod {
  readonly name: string;
  readonly uid: string;
}

export interface RoundOptions<Pod extends RoundPod> {
  readonly clock: Clock;
  readonly pods: readonly Pod[];
  /** Asks one pod; ends by itself within the request timeout, or early when the signal aborts. */
  readonly ask: (pod: Pod, signal: AbortSignal) => Promise<ReadResult>;
  /** Which pods to ask once more, and whether it is enough, after the answers so far. */
  readonly needs: (readings: readonly Reading[]) => RoundNeeds;
  /** Ends the round at once. */
  readonly signal: AbortSignal;
}

/**
 * One admin round (removal rule §3, "Cached and fresh"): asks every pod once, at the same time, and those again whose
 * first answer cannot be judged, until all have answered or enough is known. Who has not answered by then is unknown.
 */
export async function adminRound<Pod extends RoundPod>(options: RoundOptions<Pod>): Promise<readonly Reading[]> {
  if (options.pods.length === 0 || options.signal.aborted) return [];
  return new Round(options).run();
}

class Round<Pod extends RoundPod> {
  readonly #options: RoundOptions<Pod>;
  readonly #pods: ReadonlyMap<string, Pod>;
  readonly #readings: Reading[] = [];
  /** Names of the pods that have yet to answer. */
  readonly #asking = new Set<string>();
  readonly #times = new Map<string, number>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #late = new AbortController();
  #grace: Timer | undefined;

  constructor(options: RoundOptions<Pod>) {
    this.#options = options;
    this.#pods = new Map(options.pods.map((pod) => [pod.name, pod]));
  }

  async run(): Promise<readonly Reading[]> {
    const { signal } = this.#options;
    const stop = (): void => this.#ended.resolve();
    signal.addEventListener('abort', stop, { once: true });
    for (const pod of this.#pods.values()) this.#start(pod);
    try {
      await this.#ended.promise;
      return this.#readings;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#grace?.cancel();
      // Who still hangs is given up, so that the next round does not wait behind this one's request.
      this.#late.abort();
    }
  }

  #start(pod: Pod): void {
    this.#asking.add(pod.name);
    this.#ask(pod).catch((error: unknown) => this.#ended.reject(error));
  }

  async #ask(pod: Pod): Promise<void> {
    const { clock, ask } = this.#options;
    const { signal } = this.#late;
    const times = (this.#times.get(pod.name) ?? 0) + 1;
    this.#times.set(pod.name, times);
    if (times > 2) await clock.sleep(pause, signal).catch(() => {});
    if (signal.aborted) return;
    const askedAt = clock.now().monotonic;
    const result = await ask(pod, signal);
    if (signal.aborted) return;
    this.#asking.delete(pod.name);
    this.#readings.push({ pod: pod.name, podUid: pod.uid, askedAt, answeredAt: clock.now().monotonic, result });
    this.#goOn();
  }

  #goOn(): void {
    const { clock, needs } = this.#options;
    const { again, enough } = needs(this.#readings);
    for (const name of again) {
      const pod = this.#pods.get(name);
      if (pod && !this.#asking.has(name)) this.#start(pod);
    }
    if (this.#asking.size === 0) this.#ended.resolve();
    else if (enough) this.#grace ??= clock.after(grace, () => this.#ended.resolve());
  }
}

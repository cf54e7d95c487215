import type { Clock, Timer } from '../ports/clock.ts';

/** Milliseconds after an event: a pass that no pod holds up has concluded by then. */
const patience = 400;
/** When the floors could not be raised the next attempts come later and later. Milliseconds. */
const longestBackoff = 60_000;

interface Rung {
  timer: Timer | undefined;
  failures: number;
  /** Pods whose voter may be gone, with when that was seen, monotonic milliseconds: no pass has looked since. */
  readonly doubted: Map<string, number>;
}

export interface AlarmOptions {
  readonly clock: Clock;
  /** Raises the published floors of a RaftCluster to what Kubernetes shows; `doubted` are names of pods. */
  readonly raise: (key: string, doubted: ReadonlySet<string>) => Promise<void>;
}

/**
 * Sees to it that a floor does not stay too low while a pass waits for pods that hang: a while after each event the
 * published floors are held against what Kubernetes shows, whatever pass is under way.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #raise: AlarmOptions['raise'];
  readonly #rung = new Map<string, Rung>();
  #closed = false;

  constructor({ clock, raise }: AlarmOptions) {
    this.#clock = clock;
    this.#raise = raise;
  }

  /** Something about the RaftCluster has changed; of `pod`, if one is named, the voter may be gone. */
  ring(key: string, pod?: string): void {
    if (this.#closed) return;
    const rung = this.#rung.get(key) ?? { timer: undefined, failures: 0, doubted: new Map<string, number>() };
    this.#rung.set(key, rung);
    if (pod !== undefined) rung.doubted.set(pod, this.#clock.now().monotonic);
    this.#setTimer(key, rung);
  }

  /** A pass that began at `since` has concluded: what happened before that is in the status. */
  concluded(key: string, since: number): void {
    const doubted = this.#rung.get(key)?.doubted ?? new Map<string, number>();
    for (const [pod, at] of doubted) if (at <= since) doubted.delete(pod);
    this.#forgetIdle(key);
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#rung.values()) timer?.cancel();
    this.#rung.clear();
  }

  #setTimer(key: string, rung: Rung): void {
    const delay = Math.min(patience * 2 ** rung.failures, longestBackoff);
    rung.timer ??= this.#clock.after(delay, () => void this.#look(key, rung));
  }

  async #look(key: string, rung: Rung): Promise<void> {
    try {
      await this.#raise(key, new Set(rung.doubted.keys()));
      rung.failures = 0;
      rung.timer = undefined;
      this.#forgetIdle(key);
    } catch {
      // A conflict, or no API server: the pass meets it, too, and says so.
      rung.failures++;
      rung.timer = undefined;
      if (!this.#closed) this.#setTimer(key, rung);
    }
  }

  #forgetIdle(key: string): void {
    const rung = this.#rung.get(key);
    if (rung && rung.timer === undefined && rung.doubted.size === 0) this.#rung.delete(key);
  }
}

/** Arc's `health_check_interval`: heartbeats between the coordinators and the checks of them. */
export const pulseInterval = 5_000;

/** Something that sends a heartbeat every 5 s from its start on. */
export interface Pulsing {
  readonly startedAt: number;
}

/** When it sent the last one up to `now`; undefined before the first. */
export function lastPulse({ startedAt }: Pulsing, now: number): number | undefined {
  const count = Math.floor((now - startedAt) / pulseInterval);
  return count < 1 ? undefined : startedAt + count * pulseInterval;
}

/** What one node has heard of another: none of it is an event, the last heartbeat is found when somebody looks. */
export class Pulse<Sender extends Pulsing> {
  #sender: Sender | undefined;
  #since = 0;
  #heardAt: number | undefined;
  #stamp: number | undefined;

  get sender(): Sender | undefined {
    return this.#sender;
  }

  get since(): number {
    return this.#since;
  }

  /** From now on `sender` gets through, or nobody. `skew` is that of the clock by which heartbeats were stamped so far. */
  settle(sender: Sender | undefined, now: number, skew: number): void {
    const [heardAt, stamp] = [this.heardAt(now), this.stamp(now, skew)];
    this.#heardAt = heardAt;
    this.#stamp = stamp;
    this.#sender = sender;
    this.#since = now;
  }

  heardAt(now: number): number | undefined {
    return this.#fresh(now) ?? this.#heardAt;
  }

  /** The receiver's time at which it heard the last one, as milliseconds of the run plus its skew. */
  stamp(now: number, skew: number): number | undefined {
    const fresh = this.#fresh(now);
    return fresh === undefined || fresh === this.#heardAt ? this.#stamp : fresh + skew;
  }

  #fresh(now: number): number | undefined {
    if (this.#sender === undefined) return undefined;
    const last = lastPulse(this.#sender, now);
    return last === undefined || last <= this.#since ? undefined : last;
  }
}

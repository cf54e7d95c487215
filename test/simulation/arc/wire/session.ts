import { heartbeatPeriod } from './timeouts.ts';
import type { Station } from './wire.ts';

/**
 * A leader and a follower in unbroken contact. Heartbeats are not sent one by one: as long as a session is open, the last
 * one is found by arithmetic, and both sides are told when it ends.
 */
export class Session {
  readonly leader: Station;
  readonly follower: Station;
  readonly term: number;
  readonly openedAt: number;
  readonly #period: number;
  readonly #closed: ((lastBeat: number) => void)[] = [];
  #endedAt: number | undefined;

  constructor(leader: Station, follower: Station, term: number, now: number, delay: number) {
    this.leader = leader;
    this.follower = follower;
    this.term = term;
    this.openedAt = now;
    this.#period = heartbeatPeriod + 2 * delay;
  }

  get isOpen(): boolean {
    return this.#endedAt === undefined;
  }

  /** When the last heartbeat passed. */
  lastBeat(now: number): number {
    return this.#endedAt ?? now - ((now - this.openedAt) % this.#period);
  }

  close(now: number): void {
    if (!this.isOpen) return;
    const last = this.lastBeat(now);
    this.#endedAt = last;
    for (const action of this.#closed.splice(0)) action(last);
  }

  onClose(action: (lastBeat: number) => void): void {
    this.#closed.push(action);
  }
}

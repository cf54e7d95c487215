import type { Timer } from '../../../src/ports/clock.ts';
import type { Seeded } from '../engine/seeded.ts';
import type { Timeline } from '../engine/timeline.ts';

/**
 * A store process as its kernel sees it: running, stopped by SIGSTOP, or ended. Messages that reach a stopped process wait in
 * its sockets until it goes on; its timers fire late; an ended one does nothing any more.
 */
export class Runtime {
  readonly name: string;
  readonly #timeline: Timeline;
  readonly #chance: Seeded;
  readonly #waiting: (() => void)[] = [];
  readonly #late: (() => void)[] = [];
  readonly #ends: (() => void)[] = [];
  #state: 'running' | 'frozen' | 'ended' = 'running';

  constructor(name: string, timeline: Timeline, chance: Seeded) {
    this.name = name;
    this.#timeline = timeline;
    this.#chance = chance;
  }

  get now(): number {
    return this.#timeline.now;
  }

  get state(): 'running' | 'frozen' | 'ended' {
    return this.#state;
  }

  get isAwake(): boolean {
    return this.#state === 'running';
  }

  get hasEnded(): boolean {
    return this.#state === 'ended';
  }

  /** A message arrives: handled now, when the process goes on, or never. */
  deliver(action: () => void): void {
    if (this.#state === 'running') action();
    else if (this.#state === 'frozen') this.#waiting.push(action);
  }

  /** A timer of the process itself. One that is due while it stands still fires some milliseconds after it goes on. */
  after(delay: number, action: () => void): Timer {
    let isCancelled = false;
    const fire = (): void => {
      if (isCancelled) return;
      if (this.#state === 'running') action();
      else if (this.#state === 'frozen') this.#late.push(fire);
    };
    const timer = this.#timeline.after(delay, fire);
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  freeze(): void {
    if (this.#state === 'running') this.#state = 'frozen';
  }

  /** What waited is done within 35 ms, in any order: so long does an old leader claim to lead after it wakes (arc-admin-api §1.2). */
  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'running';
    for (const fire of this.#late.splice(0)) this.#timeline.after(this.#chance.between(1, 35), fire);
    for (const action of this.#waiting.splice(0))
      this.#timeline.after(this.#chance.between(0.1, 35), () => this.deliver(action));
  }

  end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#waiting.length = 0;
    this.#late.length = 0;
    for (const action of this.#ends.splice(0)) action();
  }

  /** Called once when it ends, by itself or not. */
  onEnd(action: () => void): void {
    this.#ends.push(action);
  }
}

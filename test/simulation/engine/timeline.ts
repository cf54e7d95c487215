import type { Timer } from '../../../src/ports/clock.ts';

interface Event extends Timer {
  readonly time: number;
  readonly sequence: number;
  action: (() => void) | undefined;
}

/**
 * Virtual time: one queue of events, in milliseconds since the start of the run. Events of one moment happen in the order in
 * which they were planned. Nothing else decides an order, so one seed gives one run.
 */
export class Timeline {
  readonly #heap: Event[] = [];
  #now = 0;
  #sequence = 0;
  #isTouched = false;
  /** How many events have happened. */
  steps = 0;

  get now(): number {
    return this.#now;
  }

  at(time: number, action: () => void): Timer {
    const event: Event = {
      time: Math.max(time, this.#now),
      sequence: this.#sequence++,
      action,
      cancel: () => {
        event.action = undefined;
      },
    };
    this.#push(event);
    return event;
  }

  after(delay: number, action: () => void): Timer {
    return this.at(this.#now + Math.max(delay, 0), action);
  }

  /** Said by whoever lets asynchronous code go on: what it left to promises is done before the next event. */
  touch(): void {
    this.#isTouched = true;
  }

  /** Lets everything happen up to and including `until`, or until `holds` says that it is enough (asked after each event). */
  async run(until: number, holds: () => boolean = () => false): Promise<void> {
    await this.#settle();
    while (!holds()) {
      const next = this.#heap[0];
      if (next === undefined || next.time > until) break;
      this.#pop();
      const { action } = next;
      if (action === undefined) continue;
      this.#now = next.time;
      this.steps++;
      action();
      if (this.#isTouched) await this.#settle();
    }
    if (!holds()) this.#now = Math.max(this.#now, until);
  }

  /** Everything that waits for promises only gets its turn. */
  async #settle(): Promise<void> {
    this.#isTouched = false;
    await new Promise((resolve) => setImmediate(resolve));
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let child = heap.push(event) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, event)) break;
      heap[child] = above;
      heap[parent] = event;
      child = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      const [leftEvent, rightEvent] = [heap[left], heap[right]];
      if (leftEvent === undefined) return;
      const child = rightEvent !== undefined && isBefore(rightEvent, leftEvent) ? right : left;
      const below = heap[child];
      if (below === undefined || isBefore(last, below)) return;
      heap[parent] = below;
      heap[child] = last;
      parent = child;
    }
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.time < other.time || (one.time === other.time && one.sequence < other.sequence);
}

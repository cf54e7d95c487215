import type { Timeline } from './timeline.ts';

/** Something that happened, for people: who did what when. */
export interface Line {
  /** Virtual milliseconds since the start. */
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/**
 * What happened in a run, in order. Everything goes into the hash, which is equal for equal runs on any machine; only what
 * tells the story is kept as a line.
 */
export class Trace {
  readonly #timeline: Timeline;
  readonly #lines: Line[] = [];
  #hash = 0x811c9dc5;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  tell(who: string, what: string): void {
    this.#lines.push({ at: this.#timeline.now, who, what });
    this.#mix(this.#timeline.now * 1000);
    for (const text of [who, what]) for (let index = 0; index < text.length; index++) this.#mix(text.charCodeAt(index));
  }

  /** Counts in the hash only. */
  note(number: number): void {
    this.#mix(this.#timeline.now * 1000);
    this.#mix(number);
  }

  #mix(number: number): void {
    this.#hash = Math.imul(this.#hash ^ (number | 0), 0x01000193);
  }
}

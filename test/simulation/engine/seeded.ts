import type { Random } from '../../../src/ports/random.ts';

/**
 * All chance of a run, from one seed (xorshift128 of a mixed seed). Whoever needs chance of his own takes a `fork` by name,
 * so that one part's draws do not shift another's.
 */
export class Seeded implements Random {
  readonly #seed: number;
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = new Uint32Array(4);
    let mixed = seed >>> 0;
    for (let index = 0; index < 4; index++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      this.#state[index] = mix(mixed) | 1;
    }
    for (let draw = 0; draw < 8; draw++) this.#next();
  }

  fork(name: string): Seeded {
    let hash = mix(this.#seed >>> 0) ^ 0x811c9dc5;
    for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    return new Seeded(hash >>> 0);
  }

  /** In [0, 1). */
  fraction(): number {
    return this.#next() / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.whole(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  }

  uuid(): string {
    const digits = [0, 1, 2, 3].map(() => this.#next().toString(16).padStart(8, '0')).join('');
    const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`];
    return [...parts, digits.slice(20)].join('-');
  }

  #next(): number {
    const state = this.#state;
    const [first = 0, , , last = 0] = state;
    const shifted = first ^ (first << 11);
    state.copyWithin(0, 1);
    state[3] = last ^ (last >>> 19) ^ shifted ^ (shifted >>> 8);
    return state[3] ?? 0;
  }
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

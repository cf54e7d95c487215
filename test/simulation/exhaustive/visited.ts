/** What may still happen in a state, of each at most 3. */
interface Budgets {
  readonly scales: number;
  readonly faults: number;
}

/**
 * Which states were met, in little memory: each by 64 bits of its hash, with the budgets with which it was met. Two states
 * of n are taken for one by accident with a probability of n²/2⁶⁵: one in four million for ten million states.
 */
export class Visited {
  #size = 0;
  #mask = 2 ** 20 - 1;
  #low = new Uint32Array(2 ** 20);
  #high = new Uint32Array(2 ** 20);
  /** One bit for each pair of budgets; 0: the slot is free. */
  #budgets = new Uint16Array(2 ** 20);

  /** Distinct states, whatever their budgets. */
  get size(): number {
    return this.#size;
  }

  /** Whether the state was met with the same budgets or larger ones: whatever may follow now could follow then. */
  has(key: string, { scales, faults }: Budgets): boolean {
    const slot = this.#slotOf(...hash(key));
    return ((this.#budgets[slot] ?? 0) & atLeast(scales, faults)) !== 0;
  }

  add(key: string, { scales, faults }: Budgets): void {
    const [low, high] = hash(key);
    const slot = this.#slotOf(low, high);
    const known = this.#budgets[slot] ?? 0;
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#budgets[slot] = known | bitOf(scales, faults);
    if (known === 0 && ++this.#size > this.#mask * 0.7) this.#grow();
  }

  #slotOf(low: number, high: number): number {
    let slot = low & this.#mask;
    while (this.#budgets[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & this.#mask;
    return slot;
  }

  #grow(): void {
    const [low, high, budgets] = [this.#low, this.#high, this.#budgets];
    const length = low.length * 2;
    this.#mask = length - 1;
    this.#low = new Uint32Array(length);
    this.#high = new Uint32Array(length);
    this.#budgets = new Uint16Array(length);
    for (const [index, budget] of budgets.entries()) {
      if (budget === 0) continue;
      const slot = this.#slotOf(low[index] ?? 0, high[index] ?? 0);
      this.#low[slot] = low[index] ?? 0;
      this.#high[slot] = high[index] ?? 0;
      this.#budgets[slot] = budget;
    }
  }
}

function bitOf(scales: number, faults: number): number {
  return 1 << (scales * 4 + faults);
}

function atLeast(scales: number, faults: number): number {
  let bits = 0;
  for (let more = scales; more < 4; more++) for (let worse = faults; worse < 4; worse++) bits |= bitOf(more, worse);
  return bits;
}

/** Two hashes of 32 bits: of the kind of MurmurHash3, with two seeds. */
export function hash(text: string): readonly [low: number, high: number] {
  let [a, b] = [0x9747b28c, 0x3c6ef372];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0xcc9e2d51);
    a = (a << 13) | (a >>> 19);
    a = Math.imul(a, 5) + 0xe6546b64;
    b = Math.imul(b ^ code, 0x1b873593);
    b = (b << 15) | (b >>> 17);
    b = Math.imul(b, 5) + 0x561ccd1b;
  }
  return [finish(a), finish(b)];
}

function finish(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

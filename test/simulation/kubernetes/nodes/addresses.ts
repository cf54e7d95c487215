/** Pod addresses of one cluster, 10.244.0.1 and up. */
export class Addresses {
  /** Whether an address that is free again is given away before a new one: what a stale client then talks to is a stranger. */
  reuses = false;
  readonly #free: string[] = [];
  #count = 0;

  take(): string {
    const free = this.reuses ? this.#free.shift() : undefined;
    if (free !== undefined) return free;
    this.#count += 1;
    return `10.244.${this.#count >> 8}.${this.#count & 255}`;
  }

  give(address: string): void {
    this.#free.push(address);
  }
}

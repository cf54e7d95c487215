/** How often what happened, so that a search can show that it meets what it claims to. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times);
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  /** By name. */
  get all(): readonly (readonly [string, number])[] {
    return [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  merge(others: Iterable<readonly [string, number]>): void {
    for (const [what, times] of others) this.add(what, times);
  }
}

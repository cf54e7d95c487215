interface Waiting {
  readonly who: object;
  readonly retry: () => void;
}

/** Who has which disk: one process at a time, as with a lock on the data folder. */
export class DiskLocks {
  readonly #holders = new Map<string, object>();
  readonly #waiting = new Map<string, Waiting[]>();

  /** Whether `who` has the disk now; if not, `retry` is called once when it is free. */
  take(disk: string, who: object, retry: () => void): boolean {
    const holder = this.#holders.get(disk);
    if (holder !== undefined && holder !== who) {
      const others = (this.#waiting.get(disk) ?? []).filter((each) => each.who !== who);
      this.#waiting.set(disk, [...others, { who, retry }]);
      return false;
    }
    this.#holders.set(disk, who);
    return true;
  }

  free(disk: string, who: object): void {
    const waiting = (this.#waiting.get(disk) ?? []).filter((each) => each.who !== who);
    this.#waiting.delete(disk);
    if (this.#holders.get(disk) !== who) {
      if (waiting.length > 0) this.#waiting.set(disk, waiting);
      return;
    }
    this.#holders.delete(disk);
    for (const { retry } of waiting) retry();
  }
}

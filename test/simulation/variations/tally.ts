/** Milliseconds between two lines about the progress. */
const interval = 20_000;

/** Counts what passed and what failed, says how far it is, and ends a program with `N passed, N failed`. */
export class Tally {
  #passed = 0;
  #failed = 0;
  readonly #startedAt = performance.now();
  #toldAt = this.#startedAt;

  /** One run is over. `command` plays it again. */
  count(what: string, failures: readonly string[], command: string): void {
    if (failures.length === 0) this.#passed++;
    else {
      this.#failed++;
      console.log(`FAILED ${what}`);
      for (const failure of failures.slice(0, 3)) console.log(`  ${failure}`);
      console.log(`  ${command}`);
    }
    if (performance.now() - this.#toldAt < interval) return;
    this.#toldAt = performance.now();
    console.log(`${this.#passed + this.#failed} runs after ${this.seconds} s, ${this.#failed} failed`);
  }

  get seconds(): string {
    return ((performance.now() - this.#startedAt) / 1000).toFixed(0);
  }

  end(): void {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}

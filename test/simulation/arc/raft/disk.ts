import type { Configuration } from './configuration.ts';
import type { Entry } from './entry.ts';

/** What a node keeps over a restart: log, term and vote. Made empty by whoever loses the volume. */
export class Disk {
  term = 0;
  vote: { readonly term: number; readonly candidate: string } | undefined;
  /** The process that has it open; the lock on the data folder. */
  holder: string | undefined;
  #entries: Entry[] = [];

  get isEmpty(): boolean {
    return this.term === 0 && this.#entries.length === 0;
  }

  /** Makes a cluster of one where there is nothing yet. */
  bootstrap(id: string, address: string, lineage: number): boolean {
    if (!this.isEmpty) return false;
    const configuration: Configuration = [{ suffrage: 'Voter', id, address }];
    this.#entries.push({ index: 1, term: 1, lineage, payload: { kind: 'configuration', configuration } });
    this.term = 1;
    return true;
  }

  get lastIndex(): number {
    return this.#entries.length;
  }

  get lastTerm(): number {
    return this.#entries.at(-1)?.term ?? 0;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  entry(index: number): Entry | undefined {
    return this.#entries[index - 1];
  }

  /** 0 before the first entry; undefined where there is none. */
  termAt(index: number): number | undefined {
    return index === 0 ? 0 : this.#entries[index - 1]?.term;
  }

  from(index: number): readonly Entry[] {
    return this.#entries.slice(index - 1);
  }

  append(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.index !== this.#entries.length + 1) throw new Error(`entry ${entry.index} would leave a gap`);
      this.#entries.push(entry);
    }
  }

  /** Deletes the entry at `index` and all after it. */
  truncate(index: number): void {
    this.#entries.length = index - 1;
  }

  wipe(): void {
    this.term = 0;
    this.vote = undefined;
    this.#entries = [];
  }
}

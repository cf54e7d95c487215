import type { Configuration } from '../raft/configuration.ts';
import type { Entry } from '../raft/entry.ts';

export interface Reign {
  readonly at: number;
  readonly id: string;
  /** Of the process. */
  readonly name: string;
  readonly term: number;
  readonly lineage: number;
}

/** The committed entries that descend from one bootstrap. */
export interface History {
  readonly lineage: number;
  readonly entries: readonly Entry[];
  /** The last committed one. */
  readonly configuration: Configuration;
}

interface Page {
  readonly lineage: number;
  readonly entries: Entry[];
  configuration: Configuration;
}

/** What all nodes together took for committed, and who led: the truth that no single view shows. */
export class Ledger {
  readonly reigns: Reign[] = [];
  /** Breaches of Raft's own promises. Only a lost disk may cause any. */
  readonly breaches: string[] = [];
  readonly #pages = new Map<number, Page>();

  get histories(): readonly History[] {
    return [...this.#pages.values()];
  }

  /** After a split the one with the longest committed history is the real cluster. */
  get real(): History | undefined {
    let longest: History | undefined;
    for (const page of this.#pages.values())
      if (longest === undefined || page.entries.length > longest.entries.length) longest = page;
    return longest;
  }

  led(reign: Reign): void {
    const rival = this.reigns.find(({ term, lineage, name }) => {
      return term === reign.term && lineage === reign.lineage && name !== reign.name;
    });
    if (rival !== undefined) this.breaches.push(`${rival.name} and ${reign.name} both led term ${reign.term}`);
    this.reigns.push(reign);
  }

  committed(name: string, entry: Entry): void {
    const page = this.#pageOf(entry.lineage);
    const known = page.entries[entry.index - 1];
    if (known === undefined) {
      page.entries[entry.index - 1] = entry;
      if (entry.payload.kind === 'configuration') page.configuration = entry.payload.configuration;
    } else if (known !== entry) {
      this.breaches.push(`${name} committed another entry ${entry.index}: term ${entry.term}, not ${known.term}`);
    }
  }

  #pageOf(lineage: number): Page {
    const known = this.#pages.get(lineage);
    if (known !== undefined) return known;
    const page: Page = { lineage, entries: [], configuration: [] };
    this.#pages.set(lineage, page);
    return page;
  }
}

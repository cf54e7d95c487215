import { DamagedCopy } from './damaged-copy.ts';
import type { Defect } from './defect.ts';
import { type Finding, runSearch } from './run-search.ts';
import { type Search, searchesFor } from './searches.ts';

export interface Catch {
  readonly defect: Defect;
  /** Which search found it, where, and what it said; undefined: none did. */
  readonly found: (Finding & { readonly search: string }) | undefined;
  /** Why nothing can be said, if the defect is stale or a program fails. */
  readonly broken: string | undefined;
  readonly seconds: number;
}

export interface HuntOptions {
  /** Milliseconds for all searches of one defect together. */
  readonly limit: number;
  /** Only searches of that name. */
  readonly by?: string | undefined;
}

/** Plants one defect and searches until something goes wrong. */
export async function hunt(defect: Defect, { limit, by }: HuntOptions): Promise<Catch> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(limit);
  const caught = (found: Catch['found'], broken?: string): Catch => ({
    defect,
    found,
    broken,
    seconds: (performance.now() - startedAt) / 1000,
  });
  let copy: DamagedCopy | undefined;
  try {
    copy = await DamagedCopy.create(defect.edits);
    const chosen = searchesFor(defect).filter((search: Search) => by === undefined || search.name === by);
    for (const search of chosen) {
      const finding = await runSearch(search, copy.folder, signal);
      if (finding) return caught({ ...finding, search: search.name });
      if (signal.aborted) break;
    }
    return caught(undefined);
  } catch (error) {
    return caught(undefined, error instanceof Error ? error.message : String(error));
  } finally {
    copy?.remove();
  }
}

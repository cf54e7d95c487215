import { isDeepStrictEqual } from 'node:util';
import type { Effect } from './row.ts';
import type { Site } from './site.ts';
import type { Stores } from './view.ts';

/** What is missing until every observer's stores show the effect; undefined when nothing is. */
export async function effectGap(
  { observers, configuration, table, registry }: Effect,
  storesOf: (id: string) => Promise<Stores>,
  coresPerNode: number,
): Promise<string | undefined> {
  for (const id of observers) {
    const shown = await storesOf(id);
    const stores = [
      ['configuration', configuration?.toSorted(), shown.configuration],
      ['table', table, shown.cores / coresPerNode],
      ['registry', registry?.toSorted(), shown.registry],
    ] as const;
    for (const [store, wanted, got] of stores) {
      if (wanted === undefined || isDeepStrictEqual(wanted, got)) continue;
      return `the ${store} of ${id} has ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`;
    }
  }
  return undefined;
}

/** The stores of every node that answers. */
export async function allStores(site: Site): Promise<ReadonlyMap<string, Stores>> {
  const ids = site.ids;
  const all = await Promise.allSettled(ids.map((id) => site.stores(id)));
  return new Map(
    all.flatMap((result, index) => (result.status === 'fulfilled' ? [[ids[index] ?? '', result.value] as const] : [])),
  );
}

/** What is not as it was before; undefined when all is. */
export async function changeSince(before: ReadonlyMap<string, Stores>, site: Site): Promise<string | undefined> {
  const after = await allStores(site);
  return isDeepStrictEqual(before, after)
    ? undefined
    : `the stores changed from ${JSON.stringify([...before])} to ${JSON.stringify([...after])}`;
}

import type { Configurations } from './configurations.ts';
import type { Disk } from './disk.ts';
import type { Entry } from './entry.ts';

/** Stores what a leader sends: drops what contradicts it, keeps what is there. Returns what was new. */
export function takeEntries(disk: Disk, configurations: Configurations, entries: readonly Entry[]): readonly Entry[] {
  const news = entries.slice(firstNew(disk, entries));
  const [first] = news;
  if (first !== undefined && first.index <= disk.lastIndex) {
    disk.truncate(first.index);
    configurations.truncatedFrom(first.index);
  }
  disk.append(news);
  for (const entry of news) configurations.stored(entry);
  return news;
}

/** Where in `entries` the log ends or differs. */
export function firstNew(disk: Disk, entries: readonly Entry[]): number {
  const at = entries.findIndex(({ index, term }) => disk.termAt(index) !== term);
  return at < 0 ? entries.length : at;
}

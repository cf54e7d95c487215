import type { Stage } from '../scenarios/stage.ts';
import { type CachedKind, cachedKinds, type Pin, subsets } from './pins.ts';

interface Version {
  readonly kind: CachedKind;
  readonly revision: number;
  readonly at: number;
}

/** Notes what the caches of an undisturbed run showed one after the other, and when each DELETE was sent. */
export class Versions {
  readonly deletes: number[] = [];
  readonly #versions: Version[] = [];
  readonly #watched = new Set<string>();

  constructor({ world }: Stage) {
    const { objects } = world.kubernetes;
    world.network.tap({
      sending: ({ method, origin }) => {
        if (method === 'DELETE' && origin.startsWith('http:')) this.deletes.push(world.now);
      },
      // A cache that is older than the first watch is one that no watch begins with.
      answered: ({ isStream, path }) => {
        const kind = cachedKinds.find((each) => isStream && path.includes(`/${each}?`));
        if (kind === undefined || this.#watched.has(kind)) return;
        this.#watched.add(kind);
        if (this.#isWatching)
          for (const each of cachedKinds)
            this.#versions.push({ kind: each, revision: objects.revision, at: world.now });
      },
    });
    for (const kind of cachedKinds)
      objects.watch(kind, ({ revision, at }) => {
        if (this.#isWatching) this.#versions.push({ kind, revision, at });
      });
  }

  /** Every subset of the caches at every earlier version, for every DELETE. */
  get pins(): readonly Pin[] {
    return this.deletes.flatMap((until) =>
      subsets.flatMap((kinds) => {
        const earlier = this.#versions.filter(({ kind, at }) => kinds.includes(kind) && at < until);
        const revisions = [...new Set(earlier.map(({ revision }) => revision))];
        // The last of all is what was shown at the DELETE anyway.
        return revisions.slice(0, -1).map((revision): Pin => ({ kinds, revision, until }));
      }),
    );
  }

  get #isWatching(): boolean {
    return this.#watched.size === cachedKinds.length;
  }
}

import { CachedView } from '../storage/cached-view.ts';
import type { Kind } from '../storage/kinds.ts';
import type { Objects } from '../storage/objects.ts';
import type { Change } from '../storage/stored.ts';

/** How many changes a server keeps of a kind for those that come back to an interrupted watch. */
const longestHistory = 500;

/** One server's cache of one kind: its state, and the changes that led there, as far back as they are kept. */
export class WatchCache {
  readonly view: CachedView<Kind>;
  readonly #objects: Objects;
  #history: Change[] = [];
  /** Changes up to here are forgotten. */
  #forgotten: number;

  constructor(objects: Objects, kind: Kind, lag: () => number) {
    this.#objects = objects;
    this.view = new CachedView(objects, kind, lag);
    this.#forgotten = objects.revision;
    this.view.onChange((change) => this.#keep(change));
  }

  /** The changes after `revision`; undefined: it is too old. */
  since(revision: number): readonly Change[] | undefined {
    if (revision < this.#forgotten) return undefined;
    return this.#history.filter((change) => change.revision > revision);
  }

  /** Forgets the past. */
  compact(): void {
    this.#history = [];
    this.#forgotten = this.view.revision;
  }

  /** Calls `then` once when the cache has seen `revision`, or `late` after so many milliseconds. */
  reach(revision: number, timeout: number, then: () => void, late: () => void): void {
    if (this.view.revision >= revision) return then();
    const timer = this.#objects.timeline.after(timeout, () => {
      ignore();
      late();
    });
    const ignore = this.view.onChange(() => {
      if (this.view.revision < revision) return;
      ignore();
      timer.cancel();
      then();
    });
  }

  #keep(change: Change): void {
    this.#history.push(change);
    if (this.#history.length <= longestHistory) return;
    this.#history = this.#history.slice(-longestHistory / 2);
    this.#forgotten = (this.#history[0]?.revision ?? change.revision) - 1;
  }
}

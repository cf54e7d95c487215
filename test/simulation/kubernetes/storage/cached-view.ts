import type { Timer } from '../../../../src/ports/clock.ts';
import type { Kind } from './kinds.ts';
import { inOrder, type Objects } from './objects.ts';
import type { ObjectOf } from './objects-of.ts';
import { type Change, keyOf, type Stored } from './stored.ts';

interface Pending<K extends Kind> {
  readonly change: Change<K>;
  readonly due: number;
}

/**
 * One kind as somebody with a cache sees it: behind the storage by a lag, or pinned at a version for as long as a test
 * likes, but always in order and complete up to its revision.
 */
export class CachedView<K extends Kind> {
  readonly kind: K;
  readonly #objects: Objects;
  readonly #lag: () => number;
  readonly #table: Map<string, Stored<K>>;
  readonly #pending: Pending<K>[] = [];
  readonly #listeners = new Set<(change: Change<K>) => void>();
  readonly #unwatch: () => void;
  #limit = Number.POSITIVE_INFINITY;
  #last = 0;
  #timer: Timer | undefined;

  /** `lag` in milliseconds, drawn for each change. */
  constructor(objects: Objects, kind: K, lag: () => number = () => 0) {
    this.kind = kind;
    this.#objects = objects;
    this.#lag = lag;
    this.#table = new Map(objects.all(kind).map((stored) => [stored.key, stored]));
    this.#unwatch = objects.watch(kind, (change) => this.#take(change));
  }

  get(namespace: string, name: string): ObjectOf<K> | undefined {
    return this.stored(namespace, name)?.object;
  }

  stored(namespace: string, name: string): Stored<K> | undefined {
    return this.#table.get(keyOf(namespace, name));
  }

  list(namespace?: string): readonly ObjectOf<K>[] {
    const all = inOrder(this.#table);
    return all.flatMap((stored) => (namespace === undefined || stored.namespace === namespace ? [stored.object] : []));
  }

  all(): readonly Stored<K>[] {
    return inOrder(this.#table);
  }

  /** All changes of this kind up to here are seen. */
  get revision(): number {
    const [next] = this.#pending;
    return next === undefined ? this.#objects.revision : next.change.revision - 1;
  }

  /** Answers how to stop it. */
  onChange(listener: (change: Change<K>) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Nothing newer than `revision` is seen until `release`. */
  hold(revision: number = this.revision): void {
    this.#limit = revision;
  }

  /** Sees at once what is overdue. */
  release(): void {
    this.#limit = Number.POSITIVE_INFINITY;
    this.#pump();
  }

  /** Never sees anything again. */
  end(): void {
    this.#unwatch();
    this.#timer?.cancel();
    this.#pending.length = 0;
  }

  #take(change: Change<K>): void {
    const { now } = this.#objects.timeline;
    // In order, whatever the lag of each.
    this.#last = Math.max(this.#last, now + this.#lag());
    this.#pending.push({ change, due: this.#last });
    this.#pump();
  }

  #pump(): void {
    const { timeline } = this.#objects;
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      if (next.change.revision > this.#limit) return;
      if (next.due > timeline.now) {
        this.#timer ??= timeline.at(next.due, () => {
          this.#timer = undefined;
          this.#pump();
        });
        return;
      }
      this.#pending.shift();
      this.#apply(next.change);
    }
  }

  #apply(change: Change<K>): void {
    if (change.after === undefined) this.#table.delete(change.shown.key);
    else this.#table.set(change.after.key, change.after);
    for (const listener of this.#listeners) listener(change);
  }
}

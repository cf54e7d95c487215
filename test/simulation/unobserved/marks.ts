import type { Change } from '../kubernetes/storage/stored.ts';
import type { Objects } from '../kubernetes/storage/objects.ts';
import { factsAfter, factsBefore } from './facts.ts';

const watched = ['statefulsets', 'pods', 'raftclusters'] as const;

/** A change by which the facts of an object became others. Counted for each object from 1 on, which no lost event alters. */
export interface Mark {
  /** `pods/arc-4` */
  readonly object: string;
  readonly number: number;
  readonly change: Change;
}

/** Numbers the changes of a run that tell an operator something. */
export class Marks {
  readonly all: Mark[] = [];
  readonly #counts = new Map<string, number>();
  readonly #numbers = new WeakMap<Change, number>();

  constructor(objects: Objects) {
    // Told before any watch, so that every change has its number when it is delivered.
    objects.onWrite((change) => {
      if (!watched.some((kind) => kind === change.kind)) return;
      const object = objectOf(change);
      const count = this.#counts.get(object) ?? 0;
      const isMark = factsBefore(change) !== factsAfter(change);
      const number = isMark ? count + 1 : count;
      this.#numbers.set(change, number);
      if (!isMark) return;
      this.#counts.set(object, number);
      this.all.push({ object, number, change });
    });
  }

  /** The number of the last mark of its object, this change included. */
  numberOf(change: Change): number {
    return this.#numbers.get(change) ?? 0;
  }
}

export function objectOf({ kind, shown }: Change): string {
  return `${kind}/${shown.name}`;
}

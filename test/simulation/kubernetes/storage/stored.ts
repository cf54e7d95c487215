import type { Kind } from './kinds.ts';
import type { ObjectOf } from './objects-of.ts';

/** One version of one object, encoded at most once however many read it. */
export class Stored<K extends Kind = Kind> {
  readonly object: ObjectOf<K>;
  readonly revision: number;
  #text: string | undefined;

  constructor(object: ObjectOf<K>, revision: number) {
    this.object = object;
    this.revision = revision;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.object);
    return this.#text;
  }

  get namespace(): string {
    return this.object.metadata.namespace ?? '';
  }

  get name(): string {
    return this.object.metadata.name;
  }

  get key(): string {
    return keyOf(this.namespace, this.name);
  }
}

/** '' is the namespace of what has none. */
export function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** One commit: what an object was, what it is, and who did it. */
export interface Change<K extends Kind = Kind> {
  readonly kind: K;
  readonly revision: number;
  /** Virtual milliseconds. */
  readonly at: number;
  readonly actor: string;
  /** Absent: created. */
  readonly before: Stored<K> | undefined;
  /** Absent: removed. */
  readonly after: Stored<K> | undefined;
  /** What a watch shows: of a removed object its last state, with the revision of the removal. */
  readonly shown: Stored<K>;
}

import type { Identified } from './kube-object.ts';
import { isNewer } from './resource-version.ts';

export type StoreEvent<T> =
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'updated'; readonly object: T; readonly previous: T }
  | { readonly type: 'deleted'; readonly object: T };

/**
 * Objects by namespace and name. Only a newer object replaces one of the same key, whoever brings it. Every change
 * answers with what it meant; an object that has another UID than the one before is that one's end and its own start.
 */
export class ObjectStore<T extends Identified> {
  #namespaces = new Map<string, Map<string, T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): T | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /** All objects of a namespace, or all there are. */
  *list(namespace?: string): Generator<T, void> {
    const chosen = namespace === undefined ? this.#namespaces.values() : [this.#namespaces.get(namespace) ?? []];
    for (const objects of chosen) yield* objects.values();
  }

  /** What the server says the object is now. */
  set(object: T): StoreEvent<T>[] {
    const previous = this.get(object.namespace, object.name);
    if (previous !== undefined && !isNewer(object.resourceVersion, previous.resourceVersion)) return [];
    this.#insert(object);
    if (previous === undefined) return [{ type: 'added', object }];
    if (previous.uid === object.uid) return [{ type: 'updated', object, previous }];
    return [
      { type: 'deleted', object: previous },
      { type: 'added', object },
    ];
  }

  /** The object is gone, or of no interest any more, since `resourceVersion`. */
  remove(namespace: string, name: string, resourceVersion: string): StoreEvent<T>[] {
    const object = this.get(namespace, name);
    if (object === undefined || isNewer(object.resourceVersion, resourceVersion)) return [];
    this.#delete(object);
    return [{ type: 'deleted', object }];
  }

  /** All that exists is in `snapshot`, as of `resourceVersion`; what is newer than that stays. */
  replace(snapshot: ObjectStore<T>, resourceVersion: string): StoreEvent<T>[] {
    const vanished = [...this.list()].filter(({ namespace, name }) => snapshot.get(namespace, name) === undefined);
    return [
      ...vanished.flatMap(({ namespace, name }) => this.remove(namespace, name, resourceVersion)),
      ...[...snapshot.list()].flatMap((object) => this.set(object)),
    ];
  }

  /** Forgets everything, to take up a server whose resource versions went back. */
  clear(): StoreEvent<T>[] {
    const objects = [...this.list()];
    this.#namespaces = new Map();
    this.#size = 0;
    return objects.map((object) => ({ type: 'deleted', object }));
  }

  #insert(object: T): void {
    const objects = this.#namespaces.get(object.namespace) ?? new Map<string, T>();
    this.#namespaces.set(object.namespace, objects);
    this.#size -= objects.size;
    objects.set(object.name, object);
    this.#size += objects.size;
  }

  #delete({ namespace, name }: T): void {
    const objects = this.#namespaces.get(namespace);
    if (objects?.delete(name) === true) this.#size -= 1;
    if (objects?.size === 0) this.#namespaces.delete(namespace);
  }
}

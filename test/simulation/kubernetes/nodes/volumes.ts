import type { Objects } from '../storage/objects.ts';
import type { PodObject, SetObject } from '../storage/objects-of.ts';
import { keyOf } from '../storage/stored.ts';

/** Which disk a pod writes to, and how long that lives. */
export class Volumes {
  readonly #objects: Objects;
  /** How often the disk of a pod name has been thrown away. */
  readonly #lost = new Map<string, number>();
  /** UIDs of pods whose disk goes with them. */
  readonly #condemned = new Set<string>();

  constructor(objects: Objects) {
    this.#objects = objects;
    objects.watch('pods', ({ before, after }) => {
      if (before !== undefined && after === undefined && this.#condemned.delete(before.object.metadata.uid))
        this.discard(before.namespace, before.name);
    });
  }

  /** Equal as long as the data is the same. */
  diskOf({ metadata }: PodObject): string {
    const { name, namespace = '', uid, ownerReferences = [] } = metadata;
    const owner = ownerReferences.find(({ controller }) => controller === true)?.name ?? '';
    const claims = this.#objects.get('statefulsets', namespace, owner)?.spec.volumeClaimTemplates;
    if (claims === undefined) return uid;
    return `data-${name}.${namespace}#${this.#lost.get(keyOf(namespace, name)) ?? 0}`;
  }

  /** A pod is scaled away; `whenScaled: Delete` takes its disk with it. */
  condemn({ spec }: SetObject, { metadata }: PodObject): void {
    if (spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete') this.#condemned.add(metadata.uid);
  }

  /** The next pod of that name finds an empty disk. */
  discard(namespace: string, name: string): void {
    const key = keyOf(namespace, name);
    this.#lost.set(key, (this.#lost.get(key) ?? 0) + 1);
  }
}

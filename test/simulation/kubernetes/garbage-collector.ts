import type { Seeded } from '../engine/seeded.ts';
import { controllerOf } from './sets/pod-of-set.ts';
import type { Objects } from './storage/objects.ts';
import type { PodObject, SetObject } from './storage/objects-of.ts';

const actor = 'garbage-collector';

/** What becomes of the pods of a StatefulSet that is deleted: they follow it, or (`orphan`) are set free before it goes. */
export class GarbageCollector {
  readonly #objects: Objects;
  readonly #random: Seeded;

  constructor(objects: Objects, random: Seeded) {
    this.#objects = objects;
    this.#random = random.fork(actor);
    objects.watch('statefulsets', ({ before, after }) => {
      if (after === undefined) {
        for (const pod of before === undefined ? [] : this.#podsOf(before.object)) this.#soon(() => this.#collect(pod));
      } else if (after.object.metadata.finalizers?.includes('orphan') === true) {
        this.#soon(() => this.#orphan(after.object));
      } else if (after.object.metadata.finalizers?.includes('foregroundDeletion') === true) {
        this.#soon(() => this.#deleteFirst(after.object));
      }
    });
    objects.watch('pods', ({ before, after }) => {
      // A controller with a stale cache may create a pod for a set that is gone.
      if (before === undefined && after !== undefined) this.#soon(() => this.#collect(after.object));
      if (before !== undefined && after === undefined) this.#soon(() => this.#finish(before.object));
    });
  }

  #collect({ metadata }: PodObject): void {
    const { namespace = '', name, uid } = metadata;
    const pod = this.#objects.get('pods', namespace, name);
    const owner = pod === undefined ? undefined : controllerOf(pod);
    if (pod?.metadata.uid !== uid || owner === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    if (this.#objects.get('statefulsets', namespace, owner.name)?.metadata.uid === owner.uid) return;
    this.#objects.delete('pods', { namespace, name }, actor, { uid });
  }

  #orphan(set: SetObject): void {
    for (const { metadata } of this.#podsOf(set)) {
      const { namespace = '', name } = metadata;
      this.#objects.change('pods', { namespace, name }, actor, (pod) => {
        const { ownerReferences: _, ...free } = pod.metadata;
        return controllerOf(pod)?.uid === set.metadata.uid ? { ...pod, metadata: free } : pod;
      });
    }
    this.#release(set, 'orphan');
  }

  #deleteFirst(set: SetObject): void {
    const pods = this.#podsOf(set);
    for (const { metadata } of pods) {
      const { namespace = '', name, uid, deletionTimestamp } = metadata;
      if (deletionTimestamp === undefined) this.#objects.delete('pods', { namespace, name }, actor, { uid });
    }
    if (pods.length === 0) this.#release(set, 'foregroundDeletion');
  }

  #finish(pod: PodObject): void {
    const owner = controllerOf(pod);
    const set = owner && this.#objects.get('statefulsets', pod.metadata.namespace ?? '', owner.name);
    if (set?.metadata.finalizers?.includes('foregroundDeletion') === true) this.#deleteFirst(set);
  }

  #release({ metadata }: SetObject, finalizer: string): void {
    const { namespace = '', name, uid } = metadata;
    this.#objects.change('statefulsets', { namespace, name }, actor, (set) => {
      const finalizers = set.metadata.finalizers?.filter((each) => each !== finalizer) ?? [];
      return set.metadata.uid === uid ? { ...set, metadata: { ...set.metadata, finalizers } } : set;
    });
  }

  #podsOf({ metadata }: SetObject): readonly PodObject[] {
    return this.#objects.list('pods', metadata.namespace).filter((pod) => controllerOf(pod)?.uid === metadata.uid);
  }

  #soon(action: () => void): void {
    this.#objects.timeline.after(this.#random.between(10, 300), action);
  }
}

import type { Seeded } from '../engine/seeded.ts';
import type { Volumes } from './nodes/volumes.ts';
import { type Plan, planOf } from './sets/plan.ts';
import { controllerOf, identityOf, ownerOf, podOf, revisionOf } from './sets/pod-of-set.ts';
import { CachedView } from './storage/cached-view.ts';
import type { Objects } from './storage/objects.ts';
import type { PodObject, PodTemplate, SetObject } from './storage/objects-of.ts';
import { Refusal } from './storage/refusal.ts';
import { keyOf } from './storage/stored.ts';

const actor = 'statefulset-controller';

export interface StatefulSetControllerOptions {
  readonly objects: Objects;
  readonly random: Seeded;
  readonly volumes: Volumes;
  /** Milliseconds by which its caches are behind; drawn for each change. */
  readonly lag?: () => number;
}

/** The StatefulSet controller of kube-controller-manager, over caches that may be stale. */
export class StatefulSetController {
  /** What it sees; `hold` them to make it act on the past. */
  readonly sets: CachedView<'statefulsets'>;
  readonly pods: CachedView<'pods'>;
  readonly #objects: Objects;
  readonly #random: Seeded;
  readonly #volumes: Volumes;
  /** Keys that wait for their pass, and how often they have failed in a row. */
  readonly #queued = new Set<string>();
  readonly #failures = new Map<string, number>();
  /** Templates by the revision that they are: the ControllerRevisions, which outlive the process. */
  readonly #templates = new Map<string, PodTemplate>();
  #isUp = true;

  constructor({ objects, random, volumes, lag }: StatefulSetControllerOptions) {
    this.#objects = objects;
    this.#random = random.fork(actor);
    this.#volumes = volumes;
    this.sets = new CachedView(objects, 'statefulsets', lag);
    this.pods = new CachedView(objects, 'pods', lag);
    this.sets.onChange(({ shown }) => this.#enqueue(shown.key));
    this.pods.onChange(({ before, after }) => {
      for (const each of [before, after]) if (each !== undefined) this.#enqueueOwner(each.object);
    });
    this.#enqueueAll();
  }

  /** It does nothing until `start`. */
  stop(): void {
    this.#isUp = false;
    this.#queued.clear();
  }

  /** Starts anew: looks at everything. */
  start(): void {
    this.#isUp = true;
    this.#failures.clear();
    this.#enqueueAll();
  }

  #enqueueAll(): void {
    for (const { metadata } of this.sets.list()) this.#enqueue(keyOf(metadata.namespace ?? '', metadata.name));
  }

  #enqueueOwner(pod: PodObject): void {
    const owner = controllerOf(pod);
    const name = owner === undefined ? identityOf(pod)?.set : owner.name;
    if (name !== undefined) this.#enqueue(keyOf(pod.metadata.namespace ?? '', name));
  }

  #enqueue(key: string, delay = this.#random.between(1, 20)): void {
    if (!this.#isUp || this.#queued.has(key)) return;
    this.#queued.add(key);
    this.#objects.timeline.after(delay, () => {
      if (this.#queued.delete(key)) this.#pass(key);
    });
  }

  #pass(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const set = this.sets.get(namespace, name);
    if (set === undefined) return;
    try {
      this.#sync(set);
      this.#failures.delete(key);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      // As client-go's rate limiter: 5 ms, doubled each time, up to 1000 s.
      this.#enqueue(key, Math.min(5 * 2 ** failures, 1_000_000));
    }
  }

  #sync(set: SetObject): void {
    const plan = planOf(set, this.#claim(set));
    this.#templates.set(revisionOf(set), set.spec.template);
    try {
      this.#carryOut(set, plan);
    } finally {
      // Also when a step failed, as the real one does.
      this.#report(set, plan.status);
    }
  }

  #carryOut(set: SetObject, { create, remove }: Plan): void {
    const { namespace = '' } = set.metadata;
    for (const { ordinal, revision } of create) {
      const template = this.#templates.get(revision) ?? set.spec.template;
      this.#objects.create('pods', podOf(set, ordinal, revision, template), actor);
    }
    for (const pod of remove) {
      if (isCondemned(set, pod)) this.#volumes.condemn(set, pod);
      // Without a precondition, as the real one: with a stale cache it may hit the successor of the pod that it means.
      this.#objects.delete('pods', { namespace, name: pod.metadata.name }, actor);
    }
  }

  /** The pods that it owns; those that nobody owns and that are named as its own become so. */
  #claim(set: SetObject): readonly PodObject[] {
    const { uid, name, namespace } = set.metadata;
    const labels = Object.entries(set.spec.selector.matchLabels);
    return this.pods.list(namespace).flatMap((pod) => {
      const owner = controllerOf(pod);
      if (owner !== undefined) return owner.uid === uid ? [pod] : [];
      const isMine =
        identityOf(pod)?.set === name &&
        labels.every(([label, value]) => pod.metadata.labels?.[label] === value) &&
        pod.metadata.deletionTimestamp === undefined &&
        set.metadata.deletionTimestamp === undefined;
      return isMine ? this.#adopt(set, pod) : [];
    });
  }

  /** Looks at the set itself before: one that was deleted meanwhile, or re-created, adopts nobody. */
  #adopt(set: SetObject, pod: PodObject): readonly PodObject[] {
    const { namespace = '', name, uid } = set.metadata;
    const now = this.#objects.get('statefulsets', namespace, name);
    if (now?.metadata.uid !== uid || now.metadata.deletionTimestamp !== undefined) return [];
    const key = { namespace, name: pod.metadata.name };
    const adopted = this.#objects.change('pods', key, actor, (fresh) =>
      fresh.metadata.uid === pod.metadata.uid && controllerOf(fresh) === undefined
        ? { ...fresh, metadata: { ...fresh.metadata, ownerReferences: [ownerOf(set)] } }
        : fresh,
    );
    return adopted !== undefined && controllerOf(adopted)?.uid === uid ? [adopted] : [];
  }

  /** Onto the newest object, as the real one does after a conflict; never with an older generation than is there. */
  #report(set: SetObject, status: SetObject['status']): void {
    const { namespace = '', name, uid } = set.metadata;
    this.#objects.change('statefulsets', { namespace, name }, actor, (fresh) => {
      const isNewer = (fresh.status.observedGeneration ?? 0) > (status.observedGeneration ?? 0);
      return fresh.metadata.uid !== uid || isNewer ? fresh : { ...fresh, status };
    });
  }
}

function isCondemned({ spec }: SetObject, pod: PodObject): boolean {
  const start = spec.ordinals?.start ?? 0;
  const ordinal = identityOf(pod)?.ordinal ?? start;
  return ordinal < start || ordinal >= start + spec.replicas;
}

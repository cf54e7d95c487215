import type { Seeded } from '../engine/seeded.ts';
import { Addresses } from './nodes/addresses.ts';
import { DiskLocks } from './nodes/disk-locks.ts';
import { NodeLife } from './nodes/node-life.ts';
import { Sandbox, startedPodOf } from './nodes/sandbox.ts';
import type { Volumes } from './nodes/volumes.ts';
import { controllerOf } from './sets/pod-of-set.ts';
import { isGone } from './storage/deletion.ts';
import type { Key, Objects } from './storage/objects.ts';
import type { PodObject } from './storage/objects-of.ts';
import { keyOf } from './storage/stored.ts';
import type { Workload } from './workload.ts';

export interface KubeletsOptions {
  readonly objects: Objects;
  readonly random: Seeded;
  readonly volumes: Volumes;
  readonly workload: Workload;
  /** Names; one node without it. */
  readonly nodes?: readonly string[];
}

/** The scheduler and the kubelets of all nodes: from pods in the storage to processes, and all that nodes do to them. */
export class Kubelets {
  readonly addresses = new Addresses();
  readonly nodes: NodeLife;
  readonly #options: KubeletsOptions;
  readonly #random: Seeded;
  readonly #locks = new DiskLocks();
  /** By UID: force-deleted pods and their successors live side by side. */
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #held = new Set<string>();
  /** How long, in milliseconds, a process outlives a pod object that is taken away from it. */
  readonly #lingering = new Map<string, number>();

  constructor(options: KubeletsOptions) {
    const { objects, random, nodes = ['node-1'] } = options;
    this.#options = options;
    this.#random = random.fork('kubelets');
    this.nodes = new NodeLife(objects, this.#random, nodes, (node) => this.#syncNode(node));
    objects.watch('pods', ({ before, after }) => {
      const { object } = after ?? before ?? {};
      if (object === undefined) return;
      if (object.spec.nodeName === undefined) this.#later(10, 60, () => this.#schedule(object));
      else if (isForKubelet(before?.object, after?.object)) this.#later(5, 60, () => this.#sync(object));
    });
  }

  /** The process of the pod that now has this name runs. */
  isRunning(key: Key): boolean {
    return this.#at(key)?.isRunning ?? false;
  }

  /** Ends the process; the kubelet starts it again in place, sooner or later. */
  crash(key: Key): void {
    this.#at(key)?.crash();
  }

  /** Kills the process and calls the pod failed; its controller makes a new one. */
  evict(key: Key): void {
    this.#at(key)?.evict();
  }

  freeze(key: Key): void {
    this.#at(key)?.freeze();
  }

  thaw(key: Key): void {
    this.#at(key)?.thaw();
  }

  /** Pods of this name do not start a process any more (no image, no volume); one that runs goes on until it ends. */
  hold({ namespace, name }: Key): void {
    this.#held.add(keyOf(namespace, name));
  }

  release(key: Key): void {
    this.#held.delete(keyOf(key.namespace, key.name));
    this.#at(key)?.resume();
  }

  /** When the object of this pod is taken away by force, its process goes on for so long; for ever: Infinity. */
  linger(key: Key, duration: number): void {
    const uid = this.#options.objects.get('pods', key.namespace, key.name)?.metadata.uid;
    if (uid !== undefined) this.#lingering.set(uid, duration);
  }

  /** Kills every process that outlives its pod. */
  killLingering(): void {
    for (const sandbox of this.#sandboxes.values()) if (this.#podOf(sandbox) === undefined) sandbox.kill();
  }

  /** Kills every process on a node that is lost, as a power cut does; nobody reports it. */
  powerOff(node: string): void {
    for (const sandbox of this.#sandboxes.values()) if (sandbox.node === node) sandbox.kill();
  }

  #schedule({ metadata }: PodObject): void {
    const { objects } = this.#options;
    const { namespace = '', name, uid } = metadata;
    const pod = objects.get('pods', namespace, name);
    if (pod?.metadata.uid !== uid || pod.spec.nodeName !== undefined) return;
    const node = this.nodes.leastLoaded();
    if (node === undefined) return this.#later(1_000, 2_000, () => this.#schedule(pod));
    objects.change('pods', { namespace, name }, 'scheduler', (fresh) => ({
      ...fresh,
      spec: { ...fresh.spec, nodeName: node },
    }));
  }

  #sync({ metadata, spec }: PodObject): void {
    const { objects } = this.#options;
    const { namespace = '', name, uid } = metadata;
    if (this.nodes.isCutOff(spec.nodeName ?? '')) return;
    const pod = objects.get('pods', namespace, name);
    const sandbox = this.#sandboxes.get(uid);
    if (pod?.metadata.uid !== uid) return sandbox === undefined ? undefined : this.#orphaned(sandbox, spec);
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    if (deletionTimestamp === undefined) {
      if (sandbox !== undefined) sandbox.report();
      else if (pod.status.phase !== 'Failed') this.#open(pod);
    } else if (sandbox === undefined) {
      this.#confirm(pod);
    } else {
      sandbox.stop(deletionGracePeriodSeconds * 1000);
    }
  }

  #open(pod: PodObject): void {
    const { objects, volumes, workload } = this.#options;
    const { uid, namespace = '', name } = pod.metadata;
    const node = pod.spec.nodeName ?? '';
    const ip = this.addresses.take();
    const started = startedPodOf(pod, ip, volumes.diskOf(pod), controllerOf(pod)?.name ?? '');
    const sandbox = new Sandbox({
      objects,
      random: this.#random,
      workload,
      locks: this.#locks,
      node,
      pod: started,
      isCutOff: () => this.nodes.isCutOff(node),
      isHeld: () => this.#held.has(keyOf(namespace, name)),
      onGone: () => {
        this.#sandboxes.delete(uid);
        this.addresses.give(ip);
        if (!this.nodes.isCutOff(node)) this.#later(5, 50, () => this.#sync(pod));
      },
    });
    this.#sandboxes.set(uid, sandbox);
  }

  /** Nothing of it runs any more: the object may go. */
  #confirm({ metadata, spec }: PodObject): void {
    const { namespace = '', name, uid } = metadata;
    const deletion = { uid, gracePeriodSeconds: 0 };
    this.#options.objects.delete('pods', { namespace, name }, `kubelet ${spec.nodeName}`, deletion);
  }

  #orphaned(sandbox: Sandbox, { terminationGracePeriodSeconds }: PodObject['spec']): void {
    const { uid } = sandbox.pod;
    const linger = this.#lingering.get(uid) ?? 0;
    if (linger === Number.POSITIVE_INFINITY) return;
    this.#lingering.delete(uid);
    this.#options.objects.timeline.after(linger, () => sandbox.stop(terminationGracePeriodSeconds * 1000));
  }

  /** A kubelet that is back looks at everything. */
  #syncNode(node: string): void {
    const { objects } = this.#options;
    for (const sandbox of this.#sandboxes.values()) {
      if (sandbox.node === node && this.#podOf(sandbox) === undefined) sandbox.stop(0);
    }
    for (const pod of objects.list('pods')) if (pod.spec.nodeName === node) this.#sync(pod);
  }

  #podOf({ pod: { namespace, name, uid } }: Sandbox): PodObject | undefined {
    const pod = this.#options.objects.get('pods', namespace, name);
    return pod?.metadata.uid === uid ? pod : undefined;
  }

  #at({ namespace, name }: Key): Sandbox | undefined {
    const uid = this.#options.objects.get('pods', namespace, name)?.metadata.uid;
    return uid === undefined ? undefined : this.#sandboxes.get(uid);
  }

  #later(low: number, high: number, action: () => void): void {
    this.#options.objects.timeline.after(this.#random.between(low, high), action);
  }
}

/** Whether a change is news to the kubelet: its own reports are none, nor is a mark that the removal follows at once. */
function isForKubelet(before: PodObject | undefined, after: PodObject | undefined): boolean {
  if (after !== undefined && isGone(after)) return false;
  return (
    before?.spec.nodeName !== after?.spec.nodeName ||
    before?.metadata.deletionTimestamp !== after?.metadata.deletionTimestamp ||
    before?.metadata.deletionGracePeriodSeconds !== after?.metadata.deletionGracePeriodSeconds
  );
}

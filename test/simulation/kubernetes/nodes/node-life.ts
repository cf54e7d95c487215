import type { Seeded } from '../../engine/seeded.ts';
import type { Objects } from '../storage/objects.ts';
import type { PodObject } from '../storage/objects-of.ts';

/** Milliseconds after which a silent node counts as lost, and after which its pods are evicted. */
const grace = 50_000;
const toleration = 300_000;
/** Milliseconds until pods of a node that does not exist any more are removed by force. */
const quarantine = 40_000;

interface NodeState {
  /** Counts its losses, so that what belongs to an earlier one does nothing. */
  losses: number;
  isCutOff: boolean;
  isCordoned: boolean;
}

/** The nodes of a cluster, and what the control plane does to the pods of one that is silent or gone. */
export class NodeLife {
  readonly #objects: Objects;
  readonly #random: Seeded;
  readonly #nodes = new Map<string, NodeState>();
  readonly #isBack: (node: string) => void;

  /** `isBack` is called when a node is heard again. */
  constructor(objects: Objects, random: Seeded, names: readonly string[], isBack: (node: string) => void) {
    this.#objects = objects;
    this.#random = random;
    this.#isBack = isBack;
    for (const name of names) this.add(name);
  }

  add(name: string): void {
    this.#nodes.set(name, { losses: 0, isCutOff: false, isCordoned: false });
    this.#objects.create('nodes', { metadata: { name } }, 'node');
  }

  /** The kubelet is silent: no pod starts, ends or reports there, but processes go on. */
  isCutOff(name: string): boolean {
    return this.#nodes.get(name)?.isCutOff ?? true;
  }

  /** Where the next pod goes; undefined: nowhere. */
  leastLoaded(): string | undefined {
    const pods = this.#objects.list('pods');
    const load = (node: string): number => pods.filter(({ spec }) => spec.nodeName === node).length;
    const open = [...this.#nodes].filter(([, { isCutOff, isCordoned }]) => !isCutOff && !isCordoned);
    return open.map(([name]) => ({ name, load: load(name) })).toSorted((a, b) => a.load - b.load)[0]?.name;
  }

  /** Its kubelet falls silent. After a while its pods are not Ready, then Terminating, for as long as it stays away. */
  lose(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined || node.isCutOff) return;
    node.isCutOff = true;
    node.losses += 1;
    const loss = node.losses;
    const ifStill = (action: (pod: PodObject) => void) => () => {
      if (node.isCutOff && node.losses === loss) for (const pod of this.#podsOn(name)) action(pod);
    };
    this.#objects.timeline.after(
      grace,
      ifStill((pod) => this.#notReady(pod)),
    );
    this.#objects.timeline.after(
      grace + toleration,
      ifStill((pod) => this.#evict(pod)),
    );
  }

  /** Its kubelet is heard again. */
  recover(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined || !node.isCutOff) return;
    node.isCutOff = false;
    this.#isBack(name);
  }

  /** Nothing new is put there, and its pods are evicted one by one. */
  drain(name: string): void {
    const node = this.#nodes.get(name);
    if (node !== undefined) node.isCordoned = true;
    let delay = 0;
    for (const pod of this.#podsOn(name)) {
      this.#objects.timeline.after((delay += this.#random.between(50, 5_000)), () => this.#evict(pod));
    }
  }

  uncordon(name: string): void {
    const node = this.#nodes.get(name);
    if (node !== undefined) node.isCordoned = false;
  }

  /** The Node object goes; its pods are removed by force a little later, whatever still runs there. */
  remove(name: string): void {
    if (!this.#nodes.delete(name)) return;
    this.#objects.delete('nodes', { namespace: '', name }, 'user');
    this.#objects.timeline.after(quarantine, () => {
      for (const { metadata } of this.#nodes.has(name) ? [] : this.#podsOn(name)) {
        const key = { namespace: metadata.namespace ?? '', name: metadata.name };
        this.#objects.delete('pods', key, 'pod-garbage-collector', { uid: metadata.uid, gracePeriodSeconds: 0 });
      }
    });
  }

  #notReady({ metadata }: PodObject): void {
    const key = { namespace: metadata.namespace ?? '', name: metadata.name };
    this.#objects.change('pods', key, 'node-lifecycle-controller', (pod) => ({
      ...pod,
      status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] },
    }));
  }

  #evict({ metadata }: PodObject): void {
    const { namespace = '', name, uid } = metadata;
    const now = this.#objects.get('pods', namespace, name);
    if (now?.metadata.uid !== uid || now.metadata.deletionTimestamp !== undefined) return;
    this.#objects.delete('pods', { namespace, name }, 'taint-eviction-controller', { uid });
  }

  #podsOn(name: string): readonly PodObject[] {
    return this.#objects.list('pods').filter(({ spec }) => spec.nodeName === name);
  }
}

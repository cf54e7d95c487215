import { arcCluster } from '../../testbed/arc-cluster.ts';
import type { ArcSet } from '../../testbed/arc-cluster.ts';
import { ArcNode } from '../../testbed/arc-node.ts';
import type { ArcAccess } from '../../testbed/arc-node.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import type { RunningPod } from '../../testbed/node-agent/agent.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import type { Suite } from './suite.ts';

export type StoreOptions = Omit<ArcSet, 'namespace' | 'name' | 'replicas'> & {
  readonly name?: string;
  /** The token of its Secret, for our own questions. */
  readonly token?: string;
};

interface StatefulSetObject extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly replicas?: number;
  };
}

const patience = { timeout: 60_000, interval: 100 };

/** One StatefulSet of `arcd` pods. */
export class Store {
  readonly name: string;
  readonly #suite: Suite;
  readonly #namespace: string;
  readonly #options: StoreOptions;

  constructor(suite: Suite, namespace: string, options: StoreOptions) {
    this.#suite = suite;
    this.#namespace = namespace;
    this.#options = options;
    this.name = options.name ?? 'arc';
  }

  /** Resolves when all its pods are Ready. */
  async start(replicas: number): Promise<void> {
    await this.create(replicas);
    await this.allReady(replicas);
  }

  /** Resolves when the StatefulSet exists. */
  async create(replicas: number): Promise<void> {
    const { token: _, ...set } = this.#options;
    const manifests = arcCluster({ ...set, namespace: this.#namespace, name: this.name, replicas });
    await this.#suite.bed.kube.apply(this.#suite.storeManifests(this.#namespace, manifests));
  }

  /** `Orphan`: its pods stay. Resolves when the StatefulSet is gone. */
  async delete(propagationPolicy: 'Background' | 'Orphan'): Promise<void> {
    await this.#suite.bed.kube.delete(this.#ref, { propagationPolicy });
    await waitUntil(
      `the end of ${this.name}`,
      patience,
      async () => (await this.#suite.bed.kube.find(this.#ref)) === undefined,
    );
  }

  async allReady(replicas: number): Promise<void> {
    await waitUntil(`${replicas} Ready pods of ${this.name}`, patience, async () => {
      const { metadata, status } = await this.object();
      const counts = [status?.replicas, status?.readyReplicas, status?.updatedReplicas];
      return status?.observedGeneration === metadata.generation && counts.every((count) => count === replicas);
    });
  }

  object(): Promise<StatefulSetObject> {
    return this.#suite.bed.kube.get<StatefulSetObject>(this.#ref);
  }

  async scaleTo(replicas: number): Promise<void> {
    await this.#suite.bed.kube.scale(this.#namespace, this.name, replicas);
  }

  /** From now on it wants the ordinals from `start` on, so many of them. */
  async rangeTo(start: number, replicas: number): Promise<void> {
    await this.#suite.bed.kube.patch(this.#ref, { spec: { replicas, ordinals: { start } } });
  }

  /** As `kubectl rollout restart` does. */
  async restartAll(): Promise<void> {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
    await this.#suite.bed.kube.patch(
      this.#ref,
      { spec: { template: { metadata: { annotations } } } },
      'strategic-merge',
    );
  }

  /** From now on deleted pods get SIGKILL at once: no goodbye to the others. */
  ungraceful(): void {
    this.#suite.bed.agent.ungraceful(this.#namespace);
  }

  /** Another number of pods and another pod template in one write, as `helm upgrade` does. */
  async upgradeTo(replicas: number): Promise<void> {
    const annotations = { 'checksum/config': new Date().toISOString() };
    const spec = { replicas, template: { metadata: { annotations } } };
    await this.#suite.bed.kube.patch(this.#ref, { spec }, 'strategic-merge');
  }

  /** SIGKILL, as soon as a process of this pod runs. */
  async crash(pod: string): Promise<void> {
    await waitUntil(`a process of ${pod}`, patience, () => this.running.some(({ key }) => key === this.pod(pod)));
    await this.#suite.bed.agent.kill(this.pod(pod));
  }

  /** What the bed calls a pod. */
  pod(name: string): `${string}/${string}` {
    return `${this.#namespace}/${name}`;
  }

  get running(): readonly RunningPod[] {
    const prefix = `${this.#namespace}/${this.name}-`;
    return this.#suite.bed.agent.pods.filter(
      ({ key, pid }) => pid !== undefined && key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length)),
    );
  }

  node(name: string): ArcNode {
    const found = this.running.find(({ key }) => key === this.pod(name));
    if (!found) throw new Error(`no process runs for ${name}`);
    return new ArcNode(found.address, this.#access);
  }

  get nodes(): readonly ArcNode[] {
    return this.running.map(({ address }) => new ArcNode(address, this.#access));
  }

  /** Waits until one is known to every node, and returns its id. */
  async leader(): Promise<string> {
    return waitUntil(`a leader that all nodes of ${this.name} know`, patience, async () => {
      const named = await Promise.all(this.nodes.map((node) => node.leader()));
      return new Set(named).size === 1 && named[0] !== '' && named[0];
    });
  }

  /** Leaders crash until this node leads: who is elected is chance, whereas a leader that steps down prefers one successor. */
  async leadBy(id: string): Promise<void> {
    await waitUntil(`${id} to lead`, patience, async () => {
      const leader = await this.leader();
      if (leader === id) return true;
      await this.crash(leader);
      return false;
    });
  }

  /** Waits until every node that runs shows exactly these voters. */
  async everyNodeLists(voters: readonly string[]): Promise<void> {
    const expected = voters.toSorted().join(', ');
    await waitUntil(`every node of ${this.name} to list ${expected}`, patience, async () => {
      const lists = await Promise.all(this.nodes.map((node) => node.voters()));
      const shown = lists.map((list) => list.toSorted().join(', '));
      if (shown.every((list) => list === expected)) return true;
      throw new Error(shown.join(' | '));
    });
  }

  /** Every node that runs: whichever leads meets the fault. */
  async setFaults(faults: Readonly<Record<string, unknown>>): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.setFaults(faults)));
  }

  get #access(): ArcAccess {
    const { token, tlsSecret } = this.#options;
    return { scheme: tlsSecret === undefined ? 'http' : 'https', ...(token !== undefined && { token }) };
  }

  get #ref() {
    return { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: this.#namespace, name: this.name };
  }
}

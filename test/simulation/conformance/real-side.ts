import { tokenSecret } from '../../testbed/arc-cluster.ts';
import { ARC_PORTS, hostOf } from '../../testbed/arc-cluster.ts';
import type { KubeObject, KubeRef } from '../../testbed/kube-object.ts';
import { watch } from '../../testbed/kube-watch.ts';
import type { Managed } from '../../testbed/processes.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { raftClusters } from '../../e2e/harness/histories.ts';
import { Store } from '../../e2e/harness/store.ts';
import type { Suite } from '../../e2e/harness/suite.ts';
import type { Asked } from './requests.ts';
import { patience, Side } from './side.ts';
import type { ObservedCluster, ObservedPod, ObservedSet } from './states.ts';
import type { SetUp } from './story.ts';

const secret = 'arc-token';
const token = 'admin-0123456789-0123456789-0123456789';
/** Milliseconds that an answer of the API server is older than our watch, at most. */
const watchPatience = 30_000;

/** The story on the real control plane, with the bundled operator and `arcd`. */
export class RealSide extends Side {
  readonly #suite: Suite;
  readonly #namespace: string;
  readonly #stores = new Map<string, Store>();
  readonly #stop = new AbortController();
  readonly #watches: Promise<void>[] = [];
  #operator: Managed | undefined;

  constructor(suite: Suite, namespace: string) {
    super();
    this.#suite = suite;
    this.#namespace = namespace;
  }

  protected async build({ sets, leader, mode = 'Automatic' }: SetUp): Promise<void> {
    const { bed } = this.#suite;
    await bed.namespace(this.#namespace);
    this.#record();
    await bed.kube.apply([tokenSecret(this.#namespace, secret, token)]);
    for (const [index, { name, replicas, start }] of sets.entries()) {
      const [first] = sets;
      const seed = first && `--seeds=${hostOf(this.#namespace, first.name, first.start ?? 0)}:${ARC_PORTS.coordinator}`;
      const joins = index > 0 && { seedSet: first?.name ?? '', flags: [seed ?? ''] };
      const options = { name, tokenSecret: secret, token, ...(start !== undefined && { start }), ...joins };
      const store = new Store(this.#suite, this.#namespace, options);
      this.#stores.set(name, store);
      await store.start(replicas);
    }
    await this.#storeOf(leader).leadBy(leader);
    await this.#suite.crds();
    this.#watch<ObservedCluster & KubeObject>(raftClusters, (object) => this.recording.clusterSeen(object, this.now));
    const spec = {
      store: { type: 'Arc' },
      members: sets.map(({ name }) => ({ statefulSet: name })),
      removal: { delay: '10s', mode },
      admin: { pollInterval: '10s', tokenSecretRef: { name: secret, key: 'bootstrap-token' } },
    };
    await bed.kube.apply([{ ...raftClusters, metadata: { name: 'arc', namespace: this.#namespace }, spec }]);
    this.#startOperator();
  }

  async until(what: string, holds: () => boolean, longest = patience): Promise<void> {
    await waitUntil(what, { timeout: longest }, () => {
      if (this.#operator?.over === true) throw new Error(this.#operator.lastWords());
      return holds();
    });
  }

  get now(): number {
    return Date.now();
  }

  protected get asked(): readonly Asked[] {
    return this.#suite.bed.requestLog(this.#namespace).flatMap((line) => {
      const { at, method, path, pod, isLeader: wasLeader, tokenPresent: hasToken, status, phase } = line;
      // A DELETE has one more line, when it comes; what it brought stands in its last one.
      if (method === 'DELETE' && phase === 'received') return [];
      return { at, method, path, pod, wasLeader, hasToken, status };
    });
  }

  async leave(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#watches);
    this.#operator?.signal('SIGKILL');
    await this.#operator?.exited;
    this.#suite.bed.agent.ungraceful(this.#namespace);
    await this.#suite.bed.kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: this.#namespace });
  }

  async scale(replicas: number, set = 'arc'): Promise<void> {
    await this.#storeOf(`${set}-0`).scaleTo(replicas);
  }

  async restartAll(): Promise<void> {
    await this.#storeOf('arc-0').restartAll();
  }

  async edit({
    suspend,
    mode,
  }: {
    readonly suspend?: boolean;
    readonly mode?: 'Automatic' | 'Observe';
  }): Promise<void> {
    const spec = { ...(suspend !== undefined && { suspend }), ...(mode !== undefined && { removal: { mode } }) };
    const ref = { ...raftClusters, namespace: this.#namespace, name: 'arc' };
    const { metadata } = (await this.#suite.bed.kube.patch(ref, { spec })) as KubeObject;
    const isSeen = () => this.recording.cluster?.metadata.generation === metadata.generation;
    await this.until('the new spec', isSeen, watchPatience);
  }

  async evict(pod: string): Promise<void> {
    await this.#suite.bed.kube.evict(this.#namespace, pod);
  }

  async deleteByForce(name: string): Promise<void> {
    const pod = { apiVersion: 'v1', kind: 'Pod', namespace: this.#namespace, name };
    await this.#suite.bed.kube.delete(pod, { gracePeriodSeconds: 0 });
  }

  ungraceful(): void {
    this.#suite.bed.agent.ungraceful(this.#namespace);
  }

  async crash(pod: string): Promise<void> {
    await this.#suite.bed.agent.kill(this.#key(pod));
  }

  hold(pod: string): void {
    this.#suite.bed.agent.hold(this.#key(pod));
  }

  release(pod: string): void {
    this.#suite.bed.agent.release(this.#key(pod));
  }

  #key(pod: string): `${string}/${string}` {
    return `${this.#namespace}/${pod}`;
  }

  #storeOf(pod: string): Store {
    const store = this.#stores.get(pod.slice(0, pod.lastIndexOf('-')));
    if (store === undefined) throw new Error(`no set of this story has a pod ${pod}`);
    return store;
  }

  #record(): void {
    const { recording } = this;
    this.#watch<ObservedSet & KubeObject>({ apiVersion: 'apps/v1', kind: 'StatefulSet' }, (set) =>
      recording.setSeen(set, this.now),
    );
    this.#watch<ObservedPod & KubeObject>(
      { apiVersion: 'v1', kind: 'Pod' },
      (pod) => recording.podSeen(pod, this.now),
      (pod) => recording.podGone(pod, this.now),
    );
  }

  #watch<T extends KubeObject>(
    ref: KubeRef,
    changed: (object: T) => void,
    gone: (object: T) => void = () => undefined,
  ): void {
    const ofNamespace = { ...ref, namespace: this.#namespace };
    this.#watches.push(watch<T>(this.#suite.bed.kube, ofNamespace, { changed, gone }, this.#stop.signal));
  }

  #startOperator(): void {
    const { bed, bundle, kubeconfig } = this.#suite;
    const flags = {
      kubeconfig,
      namespace: this.#namespace,
      'leader-elect': 'false',
      'health-address': '127.0.0.1:0',
      'metrics-address': '0',
    };
    this.#operator = bed.processes.start({
      name: `operator of ${this.#namespace}`,
      file: process.execPath,
      args: [bundle, ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value])],
      env: { PATH: process.env['PATH'] ?? '', POD_NAME: 'operator' },
      log: bed.run.file(`${this.#namespace}-operator.log`),
    });
  }
}

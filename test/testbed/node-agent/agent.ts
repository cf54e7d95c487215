import type { Network } from '../network.ts';
import type { Processes } from '../processes.ts';
import { watch } from '../kube-watch.ts';
import { within } from '../wait-until.ts';
import type { Host } from './container-process.ts';
import { Faults } from './faults.ts';
import type { HostsFile } from './hosts-file.ts';
import { registerNode, renewLease, reportReady } from './node.ts';
import { type Pod, type PodKey } from './pod.ts';
import { PodRunner } from './pod-runner.ts';
import { Readiness } from './readiness.ts';
import { bind, wants } from './scheduler.ts';

export interface NodeAgentOptions {
  readonly name: string;
  /** Unbound pods that select no node come here. */
  readonly isDefault: boolean;
  readonly host: Host;
  readonly hosts: HostsFile;
  readonly network: Network;
  readonly processes: Processes;
}

/** What runs for a pod. */
export interface RunningPod {
  readonly key: PodKey;
  readonly uid: string;
  readonly address: string;
  readonly ready: boolean;
  /** Undefined while no process runs. */
  readonly pid: number | undefined;
}

/**
 * One node: its Node object and Lease, and an OS process for each of its pods, on an address of its own. It can be told
 * to misbehave; a fault named for a pod holds for every later pod of that name, until it is taken back.
 */
export class NodeAgent {
  readonly name: string;
  readonly #options: NodeAgentOptions;
  readonly #faults = new Faults();
  readonly #readiness = new Readiness();
  readonly #stopping = new AbortController();
  readonly #pods = new Map<string, Pod>();
  readonly #runners = new Map<string, Promise<PodRunner>>();
  readonly #live = new Map<string, PodRunner>();
  readonly #binding = new Set<string>();
  #following: readonly Promise<void>[] = [];

  private constructor(options: NodeAgentOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Resolves when the Node is registered and pods are followed. */
  static async start(options: NodeAgentOptions): Promise<NodeAgent> {
    const agent = new NodeAgent(options);
    const { kube, hostIP } = options.host;
    const signal = agent.#stopping.signal;
    await registerNode(kube, options.name, hostIP);
    const handlers = { changed: (pod: Pod) => agent.#changed(pod), gone: (pod: Pod) => agent.#gone(pod) };
    agent.#following = [
      renewLease(kube, options.name, agent.#faults, signal),
      watch<Pod>(kube, { apiVersion: 'v1', kind: 'Pod' }, handlers, signal),
    ];
    return agent;
  }

  get pods(): readonly RunningPod[] {
    return [...this.#live].map(([uid, runner]) => ({
      key: runner.key,
      uid,
      address: runner.address,
      ready: runner.ready,
      pid: runner.process?.pid,
    }));
  }

  /** SIGKILL; the process is started again, as after any crash. Resolves when the old process is gone. */
  async kill(key: PodKey): Promise<void> {
    const process = this.#processOf(key);
    process.signal('SIGKILL');
    await within(10_000, `the end of ${key}`, process.exited);
  }

  /** SIGKILL, and not started again until `release`. */
  async killAndStayDown(key: PodKey): Promise<void> {
    this.hold(key);
    await this.kill(key);
  }

  /** From now on no process is started for pods of this name; one that runs goes on. */
  hold(key: PodKey): void {
    this.#faults.hold(key, true);
  }

  release(key: PodKey): void {
    this.#faults.hold(key, false);
  }

  /** SIGSTOP: the process keeps its connections and answers nothing. */
  freeze(key: PodKey): void {
    this.#processOf(key).signal('SIGSTOP');
  }

  thaw(key: PodKey): void {
    this.#processOf(key).signal('SIGCONT');
  }

  /** The process ends as usual when the pod is deleted, but the pod stays Terminating until `confirmDeletion`. */
  neverConfirmDeletion(key: PodKey): void {
    this.#faults.keepUnconfirmed(key, true);
  }

  confirmDeletion(key: PodKey): void {
    this.#faults.keepUnconfirmed(key, false);
  }

  /** Deleted pods of this namespace, or this pod, get SIGKILL at once: no goodbye to the others. */
  ungraceful(namespaceOrPod: string, on = true): void {
    this.#faults.endUngracefully(namespaceOrPod, on);
  }

  /** The node reaches the API server no more: no Lease, no status, no deletion confirmed. Its processes go on. */
  loseNode(): void {
    this.#faults.loseNode(true);
  }

  async recoverNode(): Promise<void> {
    this.#faults.loseNode(false);
    await reportReady(this.#options.host.kube, this.name);
    for (const pod of this.#pods.values()) this.#changed(pod);
    for (const uid of this.#live.keys()) if (!this.#pods.has(uid)) this.#live.get(uid)?.forget();
  }

  /** Every process is killed, and nothing is told to the API server. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const runners = await Promise.all(this.#runners.values());
    for (const runner of runners) runner.forget();
    await within(20_000, 'the end of all pods', Promise.all(runners.map(({ done }) => done)));
    await Promise.all(this.#following);
    await this.#readiness.close();
  }

  #processOf(key: PodKey): NonNullable<PodRunner['process']> {
    const runner = [...this.#live.values()].findLast((candidate) => candidate.key === key && !candidate.forgotten);
    if (runner?.process === undefined) throw new Error(`no process runs for pod ${key}`);
    return runner.process;
  }

  #changed(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    this.#pods.set(uid, pod);
    if (this.#faults.nodeLost || this.#stopping.signal.aborted) return;
    if (pod.spec.nodeName === this.name) {
      const runner = this.#live.get(uid);
      if (runner !== undefined) runner.update(pod);
      else if (!this.#runners.has(uid) && !isOver(pod)) this.#runners.set(uid, this.#run(uid, pod));
    } else if (wants(pod, this.name, this.#options.isDefault) && !this.#binding.has(uid)) {
      this.#binding.add(uid);
      void bind(this.#options.host.kube, pod, this.name, this.#stopping.signal)
        .catch(() => undefined)
        .finally(() => this.#binding.delete(uid));
    }
  }

  #gone(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    this.#pods.delete(uid);
    if (!this.#faults.nodeLost) this.#live.get(uid)?.forget();
  }

  async #run(uid: string, pod: Pod): Promise<PodRunner> {
    const { host, hosts, network, processes } = this.#options;
    const address = await network.nextAddress();
    hosts.add(pod, address);
    const runner = new PodRunner({ host, processes, faults: this.#faults, readiness: this.#readiness }, pod, address);
    this.#live.set(uid, runner);
    // What happened to the object while the address was being claimed.
    const now = this.#pods.get(uid);
    if (now === undefined || this.#stopping.signal.aborted) runner.forget();
    else runner.update(now);
    void runner.done.finally(() => {
      hosts.remove(pod);
      this.#live.delete(uid);
      this.#runners.delete(uid);
    });
    return runner;
  }
}

/** Succeeded, Failed, or deleted before it ever ran here. */
function isOver(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

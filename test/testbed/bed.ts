import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARC_PORTS, ARCD_IMAGE } from './arc-cluster.ts';
import { type AuditEntry, readAuditLog } from './audit-log.ts';
import { buildArcd } from './build/arcd.ts';
import type { ApiServerOptions } from './control-plane/api-server.ts';
import { buildControlPlane } from './control-plane/build.ts';
import type { ControllerManagerOptions } from './control-plane/controller-manager.ts';
import { type ControlPlane, startControlPlane } from './control-plane/start.ts';
import { KubeClient } from './kube-client.ts';
import { KubeConnection } from './kube-connection.ts';
import { kubeconfig } from './kubeconfig.ts';
import { kubectl, type KubectlOptions, type KubectlResult } from './kubectl.ts';
import { Lifetime } from './lifetime.ts';
import { Network, requireFree } from './network.ts';
import { NodeAgent } from './node-agent/agent.ts';
import { HostsFile } from './node-agent/hosts-file.ts';
import type { Pod } from './node-agent/pod.ts';
import { Processes } from './processes.ts';
import { type LoggedRequest, readRequestLog, requestLogFile } from './request-log.ts';
import { RunFolder } from './run-folder.ts';
import { waitUntil } from './wait-until.ts';

const DEFAULT_NODE = 'node-1';

export interface BedOptions extends ApiServerOptions, Pick<ControllerManagerOptions, 'controllers'> {
  /** Hears a line about every step that takes long; default: standard error. */
  readonly say?: (line: string) => void;
  /** More image names, each with an executable of this machine. */
  readonly images?: Readonly<Record<string, string>>;
}

/**
 * A Kubernetes cluster of real parts on loopback, with one node. It belongs to this process: when the process ends,
 * whatever way, everything that the bed started ends too.
 */
export async function startBed(options: BedOptions = {}): Promise<Bed> {
  const say = options.say ?? ((line: string) => console.error(line));
  const binaries = await buildControlPlane(say);
  const images = { [ARCD_IMAGE]: await buildArcd(say), ...options.images };
  // The folder last, and nothing awaited after it: from here on `Lifetime` removes it, whatever comes.
  const network = await Network.claim();
  const parts = { run: new RunFolder(), processes: new Processes(), network };
  const stops: (() => Promise<void>)[] = [];
  const lifetime = new Lifetime(
    () => stopAll(stops, parts),
    () => abandon(parts),
  );
  try {
    const { processes, run } = parts;
    const address = network.controlPlane;
    await requireFree(address, Object.values(ARC_PORTS));
    say('starting etcd, kube-apiserver and kube-controller-manager');
    const plane = await startControlPlane({ ...options, binaries, run, processes, address });
    stops.unshift(() => plane.stop());
    const [admin, agents] = [clientOf(plane, 'admin'), clientOf(plane, 'node-agent')];
    stops.unshift(
      () => admin.close(),
      () => agents.close(),
    );
    const bed = new Bed({ ...parts, plane, lifetime, images, stops, admin, agents });
    await bed.addNode(DEFAULT_NODE);
    return bed;
  } catch (error) {
    await lifetime.end();
    throw error;
  }
}

function clientOf({ access, tokens }: ControlPlane, user: 'admin' | 'node-agent'): KubeClient {
  return new KubeClient(new KubeConnection({ ...access, token: tokens[user] }));
}

interface Shared {
  readonly run: RunFolder;
  readonly processes: Processes;
  readonly network: Network;
}

interface Parts extends Shared {
  readonly plane: ControlPlane;
  readonly lifetime: Lifetime;
  readonly images: Readonly<Record<string, string>>;
  /** Run in this order when the bed stops. */
  readonly stops: (() => Promise<void>)[];
  readonly admin: KubeClient;
  readonly agents: KubeClient;
}

export class Bed {
  readonly controlPlane: ControlPlane;
  /** As admin. */
  readonly kube: KubeClient;
  /** For what a test starts beside the pods, such as the operator: it ends with the bed. */
  readonly processes: Processes;
  readonly run: RunFolder;
  readonly #parts: Parts;
  readonly #hosts: HostsFile;
  #agent: NodeAgent | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.controlPlane = parts.plane;
    this.kube = parts.admin;
    this.processes = parts.processes;
    this.run = parts.run;
    this.#hosts = new HostsFile(parts.run.file('hosts'));
  }

  /** The default node. */
  get agent(): NodeAgent {
    if (this.#agent === undefined) throw new Error('the bed has no node yet');
    return this.#agent;
  }

  get adminKubeconfig(): string {
    return this.controlPlane.adminKubeconfig;
  }

  /** Another node; pods come to it by the nodeSelector `kubernetes.io/hostname`. */
  async addNode(name: string): Promise<NodeAgent> {
    const { agents: kube, images, network, processes, run, stops } = this.#parts;
    const host = { kube, run, images, hostIP: network.controlPlane, extraEnv: (pod: Pod) => this.#arcdEnv(pod) };
    const isDefault = this.#agent === undefined;
    const agent = await NodeAgent.start({ name, isDefault, host, hosts: this.#hosts, network, processes });
    stops.unshift(() => agent.stop());
    this.#agent ??= agent;
    return agent;
  }

  /** Makes a namespace; resolves when pods can be created in it. */
  async namespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
    await this.kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    await waitUntil(`the default ServiceAccount of ${name}`, { timeout: 30_000 }, () =>
      this.kube.find({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: name, name: 'default' }),
    );
    return name;
  }

  /** What the `arcd` pods of a namespace were asked, dead pods' too, in the order of time. */
  requestLog(namespace: string): readonly LoggedRequest[] {
    return readRequestLog(this.run.folder('requests', namespace));
  }

  /** What tests, operators and kubectl asked of the API server so far. */
  auditLog(): readonly AuditEntry[] {
    return readAuditLog(this.controlPlane.auditLog);
  }

  /** The output of a pod's processes so far, by the pod's key and uid. */
  podLog(namespace: string, pod: string, uid: string): string {
    return readFileSync(join(this.run.folder('logs', namespace), `${pod}-${uid}.log`), 'utf8');
  }

  /** Runs the built kubectl, as admin unless told otherwise. */
  kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    const config = options.kubeconfig ?? this.adminKubeconfig;
    return kubectl(this.controlPlane.kubectl, { config, home: this.run.folder('home') }, args, options.input);
  }

  /** The path of a kubeconfig with a fresh two-hour token of this ServiceAccount. */
  async operatorKubeconfig(namespace: string, serviceAccount: string): Promise<string> {
    const token = await this.kube.token(namespace, serviceAccount);
    const text = kubeconfig({ ...this.controlPlane.access, token }, namespace);
    return this.run.file(`${namespace}-${serviceAccount}.kubeconfig`, text);
  }

  /** Runs `action` first of all when the bed stops, by whatever signal: for what needs the API server to end well. */
  onStop(action: () => Promise<void>): void {
    this.#parts.stops.unshift(action);
  }

  /** Ends every process and removes every file. Safe to call twice. */
  stop(): Promise<void> {
    return this.#parts.lifetime.end();
  }

  #arcdEnv(pod: Pod): Record<string, string> {
    const { namespace = 'default', name, uid = '' } = pod.metadata;
    return {
      ARCD_HOSTS: this.#hosts.path,
      ARCD_REQUEST_LOG: requestLogFile(this.run.folder('requests', namespace), name, uid),
    };
  }
}

async function stopAll(stops: readonly (() => Promise<void>)[], parts: Shared): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of stops) await stop().catch((error: unknown) => failures.push(error));
  const rest = parts.processes.running;
  abandon(parts);
  await Promise.all(rest.map(({ exited }) => exited));
  if (failures.length > 0) throw new AggregateError(failures, 'the test bed did not stop cleanly');
}

/** What can be done at once, in an `exit` handler too. */
function abandon({ processes, network, run }: Shared): void {
  processes.killAll();
  network.release();
  run.remove();
}

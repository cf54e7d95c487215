import { type AuditEntry, readAuditLog } from '../testbed/audit-log.ts';
import type { ControlPlane } from '../testbed/control-plane/start.ts';
import type { KubeClient } from '../testbed/kube-client.ts';
import { kubeconfig } from '../testbed/kubeconfig.ts';
import { kubectl, type KubectlOptions, type KubectlResult } from '../testbed/kubectl.ts';
import type { Lifetime } from '../testbed/lifetime.ts';
import type { Processes } from '../testbed/processes.ts';
import { type LoggedRequest, readRequestLog } from '../testbed/request-log.ts';
import type { RunFolder } from '../testbed/run-folder.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import type { ClusterNode } from './node/node.ts';
import type { Pods } from './pods/pods.ts';

interface Parts {
  readonly run: RunFolder;
  readonly processes: Processes;
  readonly kube: KubeClient;
  readonly plane: ControlPlane;
  readonly pods: Pods;
  readonly nodes: readonly ClusterNode[];
  readonly lifetime: Lifetime;
  readonly stops: (() => Promise<void>)[];
}

/** A cluster that runs, in the words of the process bed's `Bed`. */
export class Cluster {
  readonly run: RunFolder;
  readonly processes: Processes;
  /** As admin. */
  readonly kube: KubeClient;
  readonly controlPlane: ControlPlane;
  readonly pods: Pods;
  readonly nodes: readonly ClusterNode[];
  readonly #lifetime: Lifetime;
  readonly #stops: (() => Promise<void>)[];

  constructor(parts: Parts) {
    this.run = parts.run;
    this.processes = parts.processes;
    this.kube = parts.kube;
    this.controlPlane = parts.plane;
    this.pods = parts.pods;
    this.nodes = parts.nodes;
    this.#lifetime = parts.lifetime;
    this.#stops = parts.stops;
  }

  /** In the words of the process bed: who is told to harm pods. */
  get agent(): Pods {
    return this.pods;
  }

  /** Where the API server is found. */
  get address(): string {
    return new URL(this.controlPlane.access.server).hostname;
  }

  get adminKubeconfig(): string {
    return this.controlPlane.adminKubeconfig;
  }

  /** Makes a namespace; resolves when pods can be created in it. */
  async namespace(name: string): Promise<string> {
    await this.kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await waitUntil(`the default ServiceAccount of ${name}`, { timeout: 30_000 }, () =>
      this.kube.find({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: name, name: 'default' }),
    );
    return name;
  }

  /** What the `arcd` pods of a namespace were asked, dead pods' too, in the order of time. */
  requestLog(namespace: string): readonly LoggedRequest[] {
    return readRequestLog(this.pods.folder(namespace));
  }

  /** What tests, operators and kubectl asked of the API server so far. */
  auditLog(): readonly AuditEntry[] {
    return readAuditLog(this.controlPlane.auditLog);
  }

  /** The path of a kubeconfig with a fresh two-hour token of this ServiceAccount. */
  async operatorKubeconfig(namespace: string, serviceAccount: string): Promise<string> {
    const token = await this.kube.token(namespace, serviceAccount);
    const text = kubeconfig({ ...this.controlPlane.access, token }, namespace);
    return this.run.file(`${namespace}-${serviceAccount}.kubeconfig`, text);
  }

  /** Runs the built kubectl, as admin unless told otherwise. */
  kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    const config = options.kubeconfig ?? this.adminKubeconfig;
    return kubectl(this.controlPlane.kubectl, { config, home: this.run.folder('home') }, args, options.input);
  }

  /** Runs `action` first of all when the cluster stops. */
  onStop(action: () => Promise<void>): void {
    this.#stops.unshift(action);
  }

  /** Ends every process, takes mounts, control groups and the network away, and removes every file. Safe to call twice. */
  stop(): Promise<void> {
    return this.#lifetime.end();
  }
}

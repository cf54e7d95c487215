import { mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

import type { Bed } from '../../testbed/bed.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { bedEnvironment } from './operator-image.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const account = 'raftcluster-operator';

interface OperatorPod extends KubeObject {
  readonly status?: {
    readonly containerStatuses?: readonly { readonly ready: boolean; readonly restartCount: number }[];
  };
}

/** The operator in a namespace of the test bed, installed by its manifests, running as pods. */
export class Installation {
  readonly namespace: string;
  readonly #bed: Bed;

  constructor(bed: Bed, namespace: string) {
    this.#bed = bed;
    this.namespace = namespace;
  }

  /** The kubeconfig with which its pods act as its ServiceAccount, once there is one. */
  get environment(): readonly object[] {
    return bedEnvironment(this.#bed.run.file(`${this.namespace}-${account}.kubeconfig`));
  }

  /** A kustomization of `config/` with what the test bed needs. */
  overlay(folder: string): string {
    const path = this.#bed.run.folder('installation', this.namespace, folder);
    mkdirSync(path, { recursive: true });
    const patch = this.environment.map((value) => ({
      op: 'add',
      path: '/spec/template/spec/containers/0/env/-',
      value,
    }));
    const kustomization = {
      resources: [relative(path, `${root}config/${folder}`)],
      patches: [{ target: { kind: 'Deployment' }, patch: stringify(patch) }],
    };
    this.#bed.run.file(relative(this.#bed.run.path, `${path}/kustomization.yaml`), stringify(kustomization));
    return path;
  }

  /** Gives its pods the token of its ServiceAccount, which somebody is just making. */
  async identify(): Promise<void> {
    const ref = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: this.namespace, name: account };
    await waitUntil(`ServiceAccount ${this.namespace}/${account}`, { timeout: 60_000 }, () => this.#bed.kube.find(ref));
    await this.#bed.operatorKubeconfig(this.namespace, account);
  }

  async pods(): Promise<readonly OperatorPod[]> {
    const pods = { apiVersion: 'v1', kind: 'Pod', namespace: this.namespace };
    const labelSelector = 'app.kubernetes.io/name=raftcluster-operator';
    return this.#bed.kube.list<OperatorPod>(pods, { labelSelector });
  }

  /** How often its containers were started again, so far. */
  async restarts(): Promise<number> {
    const statuses = (await this.pods()).flatMap(({ status }) => status?.containerStatuses ?? []);
    return statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  }

  /** Runs kubectl as an admin; throws what it complained of. */
  async kubectl(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#bed.kubectl(args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr || stdout}`);
    return stdout;
  }

  /** Resolves when all replicas are Ready. */
  async rolledOut(): Promise<void> {
    await this.kubectl('rollout', 'status', `deployment/${account}`, '-n', this.namespace, '--timeout=50s');
  }
}

import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startBed } from '../../testbed/bed.ts';
import type { Manifest } from '../../testbed/kube-object.ts';
import type { KubectlOptions } from '../../testbed/kubectl.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { goldenFolder } from './golden-folder.ts';
import { Histories } from './histories.ts';
import { expectKubernetesVersion, kubernetesVersion } from './kubernetes-version.ts';
import { OperatorProcess } from './operator-process.ts';
import type { OperatorOptions, SceneOperator } from './operator-process.ts';
import { PodPresence } from './pod-presence.ts';
import type { SceneBed } from './scene-bed.ts';
import type { SceneResult } from './summary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Whose permissions `config/rbac` grants. */
export const operatorAccount = { namespace: 'raftcluster-system', name: 'raftcluster-operator' } as const;

/** What all scenarios of a run share: one bed, the bundled operator and its identity, and what was seen. */
export class Suite {
  readonly bed: SceneBed;
  /** The bundle, out of reach of whoever builds again meanwhile. */
  readonly bundle: string;
  /** The kubeconfig of the operator's ServiceAccount. */
  readonly kubeconfig: string;
  readonly presence: PodPresence;
  readonly histories: Histories;
  readonly results: SceneResult[] = [];
  /** Where it is written what people see. */
  readonly golden: readonly [string, ...string[]] = [goldenFolder];
  #crds: Promise<void> | undefined;
  #guard: Promise<string> | undefined;

  protected constructor(bed: SceneBed, bundle: string, kubeconfig: string) {
    this.bed = bed;
    this.bundle = bundle;
    this.kubeconfig = kubeconfig;
    this.presence = new PodPresence(bed.kube);
    this.histories = new Histories(bed.kube);
  }

  /** A bed with `config/rbac`, without the CRD. */
  static async start(): Promise<Suite> {
    const [bed] = await Promise.all([
      startBed(kubernetesVersion),
      promisify(execFile)(process.execPath, ['scripts/build.ts'], { cwd: root }),
    ]);
    try {
      const bundle = bed.run.file('operator.mjs');
      copyFileSync(`${root}/dist/operator.js`, bundle);
      await expectKubernetesVersion(bed);
      await kubectl(bed, ['apply', '-k', `${root}/config/rbac`]);
      const kubeconfig = await bed.operatorKubeconfig(operatorAccount.namespace, operatorAccount.name);
      return new Suite(bed, bundle, kubeconfig);
    } catch (error) {
      await bed.stop();
      throw error;
    }
  }

  /** Installs `crds/`, once. */
  async crds(): Promise<void> {
    this.#crds ??= this.#installCrds();
    return this.#crds;
  }

  /** Installs `config/guard`, once: of two who create the same at once one fails. */
  async guard(): Promise<void> {
    this.#guard ??= this.kubectl(['apply', '-k', `${root}/config/guard`]);
    await this.#guard;
  }

  /** An operator for this namespace. */
  operator(namespace: string, options: OperatorOptions): Promise<SceneOperator> {
    return OperatorProcess.start(this, namespace, options);
  }

  /** A store's manifests as this bed can run them. */
  storeManifests(_namespace: string, manifests: readonly Manifest[]): readonly Manifest[] {
    return manifests;
  }

  /** What kubectl printed; throws what it complained of. */
  async kubectl(args: readonly string[], options?: KubectlOptions): Promise<string> {
    return kubectl(this.bed, args, options);
  }

  async stop(): Promise<void> {
    this.presence.stop();
    this.histories.stop();
    await this.bed.stop();
  }

  async #installCrds(): Promise<void> {
    await this.kubectl(['apply', '--server-side', '-k', `${root}/crds`]);
    // `kubectl wait` fails on a CRD without a status yet, and Established comes before it is served.
    await waitUntil('RaftClusters to be served', { timeout: 30_000 }, async () => {
      const { code, stderr } = await this.bed.kubectl(['get', 'raftclusters.raftcluster.dev', '--all-namespaces']);
      if (code !== 0) throw new Error(stderr);
      return true;
    });
    this.histories.start();
  }
}

async function kubectl(bed: SceneBed, args: readonly string[], options?: KubectlOptions): Promise<string> {
  const { code, stdout, stderr } = await bed.kubectl(args, options);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

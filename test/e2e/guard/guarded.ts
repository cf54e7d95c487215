import { fileURLToPath } from 'node:url';

import { startBed } from '../../testbed/bed.ts';
import type { Bed } from '../../testbed/bed.ts';
import { buildHelm } from '../../testbed/build/helm.ts';
import type { KubeObject, KubeRef, Manifest } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { guardedLabel, modes } from '../../../scripts/guard/policy.ts';
import { expectKubernetesVersion, kubernetesVersion } from '../harness/kubernetes-version.ts';
import { Autoscaler } from './autoscaler.ts';
import { follow } from './page.ts';
import { Release } from './release.ts';
import { raftCluster, statefulSet, statusOf } from './situation.ts';
import type { Situation } from './situation.ts';
import { scale } from './ways.ts';
import type { Way } from './ways.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const policies = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' };
const statefulSets = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
const raftClusters = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster' };
const namespaces = { labelled: 'guarded', plain: 'plain' };
const crd = 'raftclusters.raftcluster.dev';
/** The type checker, and an autoscaler. */
const controllers = ['validatingadmissionpolicy-status-controller', 'horizontal-pod-autoscaler-controller'];
/** The API server looks for new kinds every half a minute. */
const patience = { timeout: 60_000 };

/** What a person gets to read: nothing, a warning or a refusal. */
interface Answer {
  readonly answer: 'allowed' | 'warned' | 'refused';
  readonly says: string;
}

interface Complaint {
  readonly fieldRef: string;
  readonly warning: string;
}

interface Policy extends KubeObject {
  readonly spec: object;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly Complaint[] };
  };
}

/** A bed with the CRD and `config/guard`, and a StatefulSet with its RaftCluster for each situation. */
export class Guarded {
  readonly bed: Bed;
  readonly #sets: readonly Manifest[];

  private constructor(bed: Bed, sets: readonly Manifest[]) {
    this.bed = bed;
    this.#sets = sets;
  }

  static async start(situations: readonly Situation[]): Promise<Guarded> {
    const bed = await startBed({ ...kubernetesVersion, controllers });
    try {
      await expectKubernetesVersion(bed);
      await bed.namespace(namespaces.labelled, guardedLabel);
      await bed.namespace(namespaces.plain);
      await installCrd(bed);
      const sets = await Promise.all(situations.map((situation, index) => arrange(bed, `row-${index}`, situation)));
      await kubectl(bed, 'apply', '-k', `${root}/config/guard`);
      const guarded = new Guarded(bed, [...sets, await arrange(bed, 'last', { replicas: 4 })]);
      await guarded.#seesAll();
      return guarded;
    } catch (error) {
      await bed.stop();
      throw error;
    }
  }

  /** Asks for something with the set of a situation. */
  async ask(index: number, way: Way): Promise<Answer> {
    const set = this.#sets.at(index);
    if (!set) throw new Error(`there is no situation ${index}`);
    const { args, input } = way(set);
    const { code, stderr } = await this.bed.kubectl(args, input === undefined ? {} : { input });
    if (code === 0)
      return { answer: stderr.includes('ValidatingAdmissionPolicy') ? 'warned' : 'allowed', says: stderr };
    if (!stderr.includes('denied request: ')) throw new Error(`${args.join(' ')}: ${stderr}`);
    return { answer: 'refused', says: stderr };
  }

  /** What the controller manager complains of, once it has checked every expression of a policy against the CRD. */
  async complaintsAbout(policy: string): Promise<readonly Complaint[]> {
    const ref = { ...policies, name: policy };
    const { expressionWarnings = [] } = await waitUntil(`${policy} to be checked`, patience, async () => {
      const { metadata, status } = await this.bed.kube.get<Policy>(ref);
      return status?.observedGeneration === metadata.generation && status?.typeChecking;
    });
    return expressionWarnings;
  }

  /** A policy like that of Enforce, but for a field that no RaftCluster has. */
  async misspelt(): Promise<string> {
    const [{ name }] = modes;
    const { spec } = await this.bed.kube.get<Policy>({ ...policies, name });
    const validations = [{ expression: 'params.spec.scaleDownGard == "Off"' }];
    await this.bed.kube.apply([{ ...policies, metadata: { name: 'misspelt' }, spec: { ...spec, validations } }]);
    return 'misspelt';
  }

  /** Without them the policies judge nothing. */
  async unbind(): Promise<void> {
    await kubectl(this.bed, 'delete', 'validatingadmissionpolicybinding', ...modes.map(({ name }) => name));
    await this.#waitFor('the bindings to be forgotten', ({ answer }) => answer === 'allowed');
  }

  /** Of the set of a situation. */
  autoscaler(index: number): Autoscaler {
    return new Autoscaler(this.bed.kube, namespaces.labelled, `row-${index}`);
  }

  /** From now on another floor is known of a set of five. */
  async floorIs(index: number, floor: number): Promise<void> {
    await know(this.bed, namespaces.labelled, `row-${index}`, { floor });
  }

  /** The situations, of so many, of which the audit log says that the guard refused or warned of something. */
  marked(situations: number): readonly number[] {
    const names = new Set(
      this.bed.auditLog().flatMap(({ name, annotations }) => {
        const marks = modes.flatMap(({ name: policy }) => annotations[`${policy}/scale-down`] ?? []);
        return marks.some((mark) => mark.startsWith(`${name}: ${name} from `)) ? [name] : [];
      }),
    );
    return Array.from({ length: situations }, (_, index) => index).filter((index) => names.has(`row-${index}`));
  }

  /** A set of five that Helm has installed, with its RaftCluster. */
  async release(): Promise<Release> {
    const { bed } = this;
    const place = {
      file: await buildHelm(() => undefined),
      home: bed.run.folder('home'),
      kubeconfig: bed.adminKubeconfig,
    };
    const release = new Release(place, bed.run, statefulSet(namespaces.labelled, 'by-helm', {}));
    const { code, stderr } = await release.upgradeTo(5);
    if (code !== 0) throw new Error(stderr);
    await know(bed, namespaces.labelled, 'by-helm', {});
    return release;
  }

  /** As docs/scale-down-guard.md says; resolves when it is at work. */
  async install(): Promise<void> {
    await kubectl(this.bed, 'apply', '-k', `${root}/config/guard`);
    await this.#waitFor('the policies to be at work', ({ answer }) => answer === 'refused');
  }

  /** Resolves when it is forgotten. */
  async uninstall(): Promise<void> {
    await follow(this.bed, 'When the CRD is gone, and uninstalling');
    await this.#waitFor('the policies to be forgotten', ({ answer }) => answer === 'allowed');
  }

  /** Makes the RaftCluster of the last set anew; resolves when it is guarded. */
  async nameAgain(): Promise<void> {
    await this.bed.kube.apply([raftCluster(namespaces.labelled, 'last', {})]);
    await this.#waitFor('the RaftCluster to be known', ({ answer }) => answer === 'refused');
  }

  async label(isGuarded: boolean): Promise<void> {
    const [[name, value] = []] = Object.entries(guardedLabel);
    await kubectl(this.bed, 'label', 'namespace', namespaces.labelled, isGuarded ? `${name}=${value}` : `${name}-`);
  }

  /** With every RaftCluster. */
  async deleteCrd(): Promise<void> {
    for (const { metadata } of await this.bed.kube.list(raftClusters)) {
      const { name, namespace = '', finalizers = [] } = metadata;
      if (finalizers.length === 0) continue;
      await this.bed.kube.patch({ ...raftClusters, name, namespace }, { metadata: { finalizers: null } });
    }
    await kubectl(this.bed, 'delete', 'crd', crd, '--timeout=30s');
  }

  installCrd(): Promise<void> {
    return installCrd(this.bed);
  }

  /** Waits until this is what becomes of a try at the set of a situation. */
  async becomes(answer: Answer['answer'], index: number, way: Way): Promise<Answer> {
    const isSo = async () => {
      const got = await this.ask(index, way);
      return got.answer === answer && got;
    };
    return waitUntil(`${answer} for ${index}`, patience, isSo);
  }

  stop(): Promise<void> {
    return this.bed.stop();
  }

  /** What was written last: when the API server's copy has it, it has all. */
  #seesAll(): Promise<void> {
    return this.#waitFor('the policies to know every status', ({ says }) => says.includes('safe value now is 3'));
  }

  async #waitFor(what: string, holds: (answer: Answer) => boolean): Promise<void> {
    const tryOut: Way = (set) => {
      const { args } = scale(1)(set);
      return { args: [...args, '--dry-run=server'] };
    };
    await waitUntil(what, patience, async () => holds(await this.ask(-1, tryOut)));
  }
}

async function arrange(bed: Bed, name: string, situation: Situation): Promise<Manifest> {
  const { labelled = true, deleted } = situation;
  const namespace = labelled ? namespaces.labelled : namespaces.plain;
  const set = statefulSet(namespace, name, situation);
  await bed.kube.apply([set]);
  await know(bed, namespace, name, situation);
  if (deleted) await bed.kube.delete({ ...(deleted === 'StatefulSet' ? statefulSets : raftClusters), namespace, name });
  return set;
}

/** What the RaftCluster of a set says, and what the operator would have written. */
async function know(bed: Bed, namespace: string, name: string, situation: Situation): Promise<void> {
  const [setRef, clusterRef] = [statefulSets, raftClusters].map((kind) => ({ ...kind, namespace, name })) as [
    KubeRef,
    KubeRef,
  ];
  await bed.kube.apply([raftCluster(namespace, name, situation)]);
  const [{ metadata: own }, { metadata }] = await Promise.all([bed.kube.get(setRef), bed.kube.get(clusterRef)]);
  const status = statusOf(name, own.uid, metadata.generation ?? 0, situation);
  if (status !== undefined) await bed.kube.patch(clusterRef, { status }, 'merge', 'status');
}

async function installCrd(bed: Bed): Promise<void> {
  await kubectl(bed, 'apply', '--server-side', '-k', `${root}/crds`);
  await kubectl(bed, 'wait', '--for=condition=Established', `crd/${crd}`, '--timeout=30s');
}

async function kubectl(bed: Bed, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
}

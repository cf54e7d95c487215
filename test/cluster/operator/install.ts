import { join } from 'node:path';
import { helm } from '../../e2e/chart/helm.ts';
import type { Cluster } from '../cluster.ts';
import { OPERATOR } from './deployed-operator.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MANIFESTS = join(ROOT, 'config', 'default');
const CHART = join(ROOT, 'charts', 'raftcluster-operator');

/** As a user does; resolves when both replicas are available. */
export async function installOperator(cluster: Cluster): Promise<void> {
  await applyManifests(cluster);
  await rolledOut(cluster);
}

export async function applyManifests(cluster: Cluster): Promise<void> {
  await run(cluster, 'apply', '-k', MANIFESTS);
}

/** Takes away what `installOperator` installed, the CRD and every RaftCluster too; resolves when all of it is gone. */
export async function uninstallOperator(cluster: Cluster): Promise<void> {
  await run(cluster, 'delete', '-k', MANIFESTS, '--timeout=55s');
}

/** A release of the chart, in a namespace where Pod Security is restricted; resolves when both replicas are available. */
export async function installChart(cluster: Cluster, file: string): Promise<void> {
  const { namespace, name } = OPERATOR;
  await run(cluster, 'create', 'namespace', namespace);
  await run(cluster, 'label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  const place = { file, home: cluster.run.folder('helm'), kubeconfig: cluster.adminKubeconfig };
  await helm(place, 'install', name, CHART, '-n', namespace, '--wait', '--timeout=90s');
}

/** Waits until the operator's Deployment is as it should be. */
export async function rolledOut(cluster: Cluster): Promise<void> {
  const { namespace, name } = OPERATOR;
  await run(cluster, 'rollout', 'status', '-n', namespace, `deployment/${name}`, '--timeout=55s');
}

async function run(cluster: Cluster, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await cluster.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
}

import { expect } from '@jest/globals';

import type { Bed } from '../../testbed/bed.ts';
import { askHelm, helm } from '../chart/helm.ts';
import type { HelmPlace } from '../chart/helm.ts';
import { chart } from '../chart/rendered.ts';
import { deniedToOperator, usedByOperator } from '../permissions.ts';
import { GuardedStore, isReady } from './guarded-store.ts';
import { Installation } from './installation.ts';

const release = 'raftcluster-operator';
const crd = 'crd/raftclusters.raftcluster.dev';
const patience = ['--wait', '--timeout=90s'];

/**
 * A release through its life: installed from an older chart, upgraded to this one and its CRD, tested where Pod Security is
 * restricted, rolled back, uninstalled; its CRD and every RaftCluster stay. The next one takes over what kubectl installed.
 */
export async function lifeOfARelease(bed: Bed, place: HelmPlace, older: string): Promise<void> {
  const operator = new Installation(bed, 'raftcluster-system');
  const run = (...args: readonly string[]) => helm(place, ...args, '-n', operator.namespace);
  const install = async (from: string, ...flags: readonly string[]) => {
    const always = ['--create-namespace', ...patience, ...inTheBed(operator)];
    const installed = run('install', release, from, ...always, ...flags);
    await Promise.all([installed, operator.identify()]);
    return installed;
  };

  expect(await install(older)).toContain('kubectl describe raft arc');
  const first = await uids(operator);
  await operator.kubectl('label', 'namespace', operator.namespace, 'pod-security.kubernetes.io/enforce=restricted');
  await operator.kubectl('create', 'namespace', 'helm');
  await operator.kubectl('apply', '-n', 'helm', '-f', sample('smallest'));
  await run('upgrade', release, chart, ...patience, '--set', 'logLevel=debug', ...inTheBed(operator));
  expect(await operator.kubectl('get', 'raft', '-n', 'helm', '-o', 'name')).toContain('/smallest');
  const second = await uids(operator);
  expect(second.filter((uid) => first.includes(uid))).toEqual([]);
  expect(await run('test', release)).toMatch(/Phase: +Succeeded/);

  await run('rollback', release, '1', ...patience);
  expect(await operator.kubectl('get', 'deployment', release, '-n', operator.namespace, '-o', 'yaml')).toContain(
    '--log-level=info',
  );
  await run('uninstall', release, ...patience);
  expect(await operator.pods()).toEqual([]);
  expect(await operator.kubectl('get', 'raftcluster/smallest', '-n', 'helm', '-o', 'name')).toContain(
    'raftcluster.raftcluster.dev/smallest',
  );

  await operator.kubectl('apply', '-k', operator.overlay('default'));
  await install(chart, '--take-ownership', '--force-conflicts');
  await operator.kubectl('delete', crd, '--timeout=45s');
  const { code } = await askHelm(place, ['test', release, '-n', operator.namespace]);
  expect(code).not.toBe(0);
  expect(await lastWords(bed, operator)).toMatch(/^RaftClusters: the CRD is not installed .*$/m);
  await run('uninstall', release, ...patience);
}

/** With `namespaced`, a removal needs no more than the Roles of its namespace grant. */
export async function inOneNamespace(bed: Bed, place: HelmPlace): Promise<void> {
  const store = await GuardedStore.start(bed, 'one', 4);
  const operator = new Installation(bed, store.namespace);
  await operator.kubectl('apply', '-k', new URL('../../../crds', import.meta.url).pathname);
  const settings = ['--set', 'namespaced=true', '--set', 'crds.enabled=false', ...inTheBed(operator)];
  await Promise.all([
    helm(place, 'install', release, chart, '-n', store.namespace, ...patience, ...settings),
    operator.identify(),
  ]);
  await store.guard();
  await store.scaleTo(3);
  await store.becomes('three voters', (status) => status.voters === 3 && isReady(status));
  expect(await store.voters()).toEqual(['arc-0', 'arc-1', 'arc-2']);

  expect(deniedToOperator(bed.auditLog(), operator)).toEqual([]);
  expect(usedByOperator(bed.auditLog(), operator)).toContain('get secrets');
}

function inTheBed(operator: Installation): readonly string[] {
  return ['--set-json', `extraEnv=${JSON.stringify(operator.environment)}`];
}

function sample(name: string): string {
  return new URL(`../../../config/samples/${name}.yaml`, import.meta.url).pathname;
}

async function uids(operator: Installation): Promise<readonly (string | undefined)[]> {
  return (await operator.pods()).map(({ metadata }) => metadata.uid);
}

/** Of the pod that `helm test` ran and that failed. */
async function lastWords(bed: Bed, { namespace }: Installation): Promise<string> {
  const name = 'raftcluster-operator-check';
  const { metadata } = await bed.kube.get({ apiVersion: 'v1', kind: 'Pod', namespace, name });
  return bed.podLog(namespace, name, metadata.uid ?? '');
}

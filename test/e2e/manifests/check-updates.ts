import { customResourceDefinition } from '../../../src/api/crd.ts';
import { documents } from './kubectl.ts';
import type { Kubectl } from './kubectl.ts';
import { manifest, sets } from './manifest.ts';
import type { Change } from './manifest.ts';

/** What may be changed can be, and what may not is refused. */
export async function checkUpdates(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const apply = (change: Change) =>
    kubectl(['apply', '-n', namespace, '-f', '-'], { input: documents([manifest('updates', change)]) });
  const wrong: string[] = [];
  for (const change of [
    {},
    { members: sets(2), decommission: ['a'], suspend: true },
    { removal: { mode: 'Observe' } },
  ]) {
    const { code, stderr } = await apply(change);
    if (code !== 0) wrong.push(`${JSON.stringify(change)}: ${stderr}`);
  }
  const { stderr } = await apply({ members: [] });
  if (!stderr.includes('spec.members: Invalid value')) wrong.push(`taking out every set: ${stderr}`);
  return wrong;
}

/**
 * `spec.store.type` cannot be changed. While there is one store, only a CRD of another group with a second one can show
 * it.
 */
export async function checkStoreIsImmutable(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const group = 'immutable.raftcluster.test';
  const names = { kind: 'Immutable', listKind: 'ImmutableList', plural: 'immutables', singular: 'immutable' };
  const original = customResourceDefinition();
  const crd = JSON.parse(
    JSON.stringify(original).replaceAll('"enum":["Arc"]', '"enum":["Arc","Other"]'),
  ) as typeof original;
  const copy = { ...crd, metadata: { name: `${names.plural}.${group}` }, spec: { ...crd.spec, group, names } };
  const object = (type: string) => ({
    ...manifest('immutable', { store: { type } }),
    apiVersion: `${group}/v1alpha1`,
    kind: names.kind,
  });
  const apply = (input: object) => kubectl(['apply', '-n', namespace, '-f', '-'], { input: JSON.stringify(input) });

  await apply(copy);
  await kubectl(['wait', '--for=condition=Established', 'crd', copy.metadata.name], { input: '' });
  const created = await apply(object('Other'));
  const changed = await apply(object('Arc'));
  await kubectl(['delete', 'crd', copy.metadata.name], { input: '' });
  if (created.code !== 0) return [`it could not be created: ${created.stderr}`];
  const message = 'spec.store.type: Invalid value: "Arc": cannot be changed: delete the RaftCluster';
  return changed.stderr.includes(message) ? [] : [`expected "${message}", got ${changed.stderr}`];
}

import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { raftClusterSpec, raftClusterStatus } from '../../../../src/api/raftcluster.ts';
import type { Kind } from './kinds.ts';
import type { AnyObject, Draft, SetSpec } from './objects-of.ts';
import { Refusal } from './refusal.ts';

/** The fields of an object besides its metadata. */
type Fields = Readonly<Record<string, unknown>>;

/** What the API server makes of a written object: defaults filled in, unknown fields of a CRD dropped. Throws `Refusal`. */
export function admit(kind: Kind, draft: Draft, previous: AnyObject | undefined): Fields {
  const { metadata, apiVersion: _, kind: __, ...fields } = draft;
  switch (kind) {
    case 'raftclusters':
      return { ...fields, spec: clusterSpec(metadata.name, fields['spec'], previous) };
    case 'statefulsets':
      return { status: { replicas: 0 }, ...fields, spec: setSpec(fields['spec'] as Partial<SetSpec>) };
    case 'pods':
      return { status: { phase: 'Pending' }, ...fields };
    case 'leases':
      checkMicroTimes(fields['spec'], ['acquireTime', 'renewTime']);
      return fields;
    case 'events':
      checkMicroTimes(fields, ['eventTime']);
      checkMicroTimes(fields['series'], ['lastObservedTime']);
      checkNote(metadata.name, fields['note']);
      return fields;
    case 'secrets':
    case 'nodes':
      return fields;
  }
}

/** A status as the CRD lets it through. Throws `Refusal`; `pruned` says that the CRD drops some of it. */
export function admitStatus(kind: Kind, name: string, status: unknown): { readonly status: unknown; pruned: boolean } {
  if (kind !== 'raftclusters' || status === undefined) return { status, pruned: false };
  const result = raftClusterStatus.safeParse(status);
  if (!result.success) throw Refusal.of('Invalid', kind, name, `is invalid: ${inWords('status', result.error)}`);
  return { status: result.data, pruned: !isDeepStrictEqual(result.data, status) };
}

function clusterSpec(name: string, spec: unknown, previous: AnyObject | undefined): unknown {
  if (name.length > 63) throw invalidCluster(name, 'metadata.name must have at most 63 characters');
  const result = raftClusterSpec.safeParse(spec);
  if (!result.success) throw invalidCluster(name, inWords('spec', result.error));
  const before = raftClusterSpec.safeParse(previous?.spec);
  if (before.success && before.data.store.type !== result.data.store.type)
    throw invalidCluster(name, 'spec.store.type: cannot be changed');
  return result.data;
}

function invalidCluster(name: string, why: string): Refusal {
  return Refusal.of('Invalid', 'raftclusters', name, `is invalid: ${why}`);
}

function setSpec(spec: Partial<SetSpec>): Partial<SetSpec> {
  const { updateStrategy = { type: 'RollingUpdate' }, podManagementPolicy = 'OrderedReady', replicas = 1 } = spec;
  const rollingUpdate = updateStrategy.rollingUpdate ?? { partition: 0 };
  const strategy = updateStrategy.type === 'OnDelete' ? updateStrategy : { ...updateStrategy, rollingUpdate };
  return { ...spec, replicas, podManagementPolicy, updateStrategy: strategy };
}

/** The server answers 400 to fewer than six fractional digits. */
function checkMicroTimes(holder: unknown, names: readonly string[]): void {
  if (typeof holder !== 'object' || holder === null) return;
  for (const name of names) {
    const value: unknown = Reflect.get(holder, name);
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value))
      throw new Refusal('BadRequest', `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05.000000Z07:00"`);
  }
}

function checkNote(name: string, note: unknown): void {
  if (typeof note === 'string' && new TextEncoder().encode(note).length > 1024)
    throw Refusal.of('Invalid', 'events', name, 'is invalid: note: can have at most 1024 bytes');
}

function inWords(root: string, { issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${[root, ...path].map(String).join('.')}: ${message}`).join(', ');
}

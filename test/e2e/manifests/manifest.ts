import { group, kind, version } from '../../../src/api/raftcluster.ts';

/** A part of a spec to lay over the smallest valid one; `undefined` takes a field out, a list replaces a list. */
export interface Change {
  readonly [field: string]: unknown;
}

const smallest = { store: { type: 'Arc' }, members: [{ statefulSet: 'arc-writer' }] };

/** The smallest valid RaftCluster with `change` laid over its spec. */
export function manifest(name: string, change: Change = {}) {
  return { apiVersion: `${group}/${version}`, kind, metadata: { name }, spec: laidOver(smallest, change) };
}

/** `count` StatefulSets of different names. */
export function sets(count: number) {
  return Array.from({ length: count }, (_, index) => ({ statefulSet: `arc-${index}` }));
}

export function laidOver(base: Change, change: Change): Change {
  const merged = { ...base };
  for (const [field, value] of Object.entries(change)) {
    const before = base[field];
    if (value === undefined) delete merged[field];
    else merged[field] = isObject(value) && isObject(before) ? laidOver(before, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

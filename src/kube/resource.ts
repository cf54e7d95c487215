/** A kind of the API server by what its paths are made of. The core group is ''. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The kinds that the operator reads or writes besides its own. */
export const pods: Resource = {
  group: '',
  version: 'v1',
  plural: 'pods',
  namespaced: true,
};
export const secrets: Resource = {
  group: '',
  version: 'v1',
  plural: 'secrets',
  namespaced: true,
};
export const statefulSets: Resource = {
  group: 'apps',
  version: 'v1',
  plural: 'statefulsets',
  namespaced: true,
};
export const leases: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  namespaced: true,
};
export const events: Resource = {
  group: 'events.k8s.io',
  version: 'v1',
  plural: 'events',
  namespaced: true,
};

/** What a request is about. Without a name it is the collection; without a namespace, the collection of all namespaces. */
export interface Target {
  readonly namespace?: string | undefined;
  readonly name?: string;
  readonly subresource?: 'status';
}

/** Values that are `undefined` are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path and query of a request, encoded. */
export function pathOf(resource: Resource, target: Target, query: Query = {}): string {
  const root = resource.group === '' ? ['api'] : ['apis', resource.group];
  const scope = resource.namespaced && target.namespace !== undefined ? ['namespaces', target.namespace] : [];
  const object = [target.name, target.subresource].filter((part) => part !== undefined);
  const path = [...root, resource.version, ...scope, resource.plural, ...object].map(encodeURIComponent).join('/');
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? `/${path}` : `/${path}?${search.toString()}`;
}

/** `statefulsets arc/arc-writer`, `pods in arc`, `leases in all namespaces`: a target as messages name it. */
export function describeTarget(resource: Resource, { namespace, name, subresource }: Target): string {
  const kind = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
  if (name !== undefined) return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  return namespace === undefined ? `${kind} in all namespaces` : `${kind} in ${namespace}`;
}

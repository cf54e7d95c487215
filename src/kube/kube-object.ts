/** What every object of the API server carries, as it is on the wire: times are strings, unknown fields are kept. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly [field: string]: unknown;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** The least that a cache must know of an object to keep it in order. Namespace is '' for cluster-scoped kinds. */
export interface Identified {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** Reads a field of something that came over the wire; `undefined` where there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Whether a value has what every object of the API server has. Bookmarks and lists have only the version. */
export function isVersioned(value: unknown): value is KubeObject {
  const resourceVersion = field(field(value, 'metadata'), 'resourceVersion');
  return typeof resourceVersion === 'string' && resourceVersion !== '';
}

import { group, plural, version } from '../../../../src/api/raftcluster.ts';

/** What the API server knows of each kind it serves. */
export interface KindFacts {
  /** '' is the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether `status` is written by itself, and only by itself. */
  readonly hasStatus: boolean;
  /** Whether `metadata.generation` counts the changes of the spec. */
  readonly counts: boolean;
  /** Whether an update must say which version it is of. */
  readonly conditional: boolean;
}

const namespaced = { namespaced: true, hasStatus: false, counts: false, conditional: false };

export const kinds = {
  [plural]: { ...namespaced, group, version, kind: 'RaftCluster', hasStatus: true, counts: true, conditional: true },
  statefulsets: { ...namespaced, group: 'apps', version: 'v1', kind: 'StatefulSet', hasStatus: true, counts: true },
  pods: { ...namespaced, group: '', version: 'v1', kind: 'Pod', hasStatus: true },
  secrets: { ...namespaced, group: '', version: 'v1', kind: 'Secret' },
  nodes: { ...namespaced, group: '', version: 'v1', kind: 'Node', namespaced: false, hasStatus: true },
  leases: { ...namespaced, group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', conditional: true },
  events: { ...namespaced, group: 'events.k8s.io', version: 'v1', kind: 'Event' },
} as const satisfies Record<string, KindFacts>;

/** A kind by its plural. */
export type Kind = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as readonly Kind[];

export function factsOf(kind: Kind): KindFacts {
  return kinds[kind];
}

/** `raftclusters.raftcluster.dev`, `pods`: as messages of the API server name a kind. */
export function qualified(kind: Kind): string {
  const facts = factsOf(kind);
  return facts.group === '' ? kind : `${kind}.${facts.group}`;
}

export function apiVersionOf(kind: Kind): string {
  const facts = factsOf(kind);
  return facts.group === '' ? facts.version : `${facts.group}/${facts.version}`;
}

import { group, plural, version } from '../api/raftcluster.ts';
import type { Identified } from '../kube/kube-object.ts';
import type { Resource } from '../kube/resource.ts';

export const raftClusters: Resource = { group, version, plural, namespaced: true };

/** What a RaftCluster is called in queues and logs: `namespace/name`. */
export function keyOf({ namespace, name }: Pick<Identified, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

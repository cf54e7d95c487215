import { group, plural, version } from '../api/raftcluster.ts';
import type { Resource } from '../kube/resource.ts';

export const raftClusters: Resource = { group, version, plural, namespaced: true };

export const group = 'raftcluster.dev';
export const version = 'v1alpha1';
export const kind = 'RaftCluster';
export const plural = 'raftclusters';

export { raftClusterSpec } from './spec.ts';
export type { RaftClusterSpec } from './spec.ts';
export { raftClusterStatus, unwrittenStatus, verdicts } from './status.ts';
export type { RaftClusterStatus } from './status.ts';

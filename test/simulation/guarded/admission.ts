import type { ClusterObject, SetObject } from '../kubernetes/storage/objects-of.ts';

/**
 * The scale-down guard (`scripts/guard`), for a change of `replicas` alone: whether the API server lets it through, by the
 * status of the RaftCluster as it was written last.
 */
export function isAdmitted({ metadata, spec, status }: ClusterObject, set: SetObject, after: number): boolean {
  const before = set.spec.replicas;
  if (spec.scaleDownGuard !== 'Enforce' || metadata.deletionTimestamp !== undefined || after >= before) return true;
  const row = status?.statefulSets?.find(({ name }) => name === set.metadata.name);
  if (row === undefined || status?.observedGeneration !== metadata.generation || spec.suspend) return false;
  if ((row.uid !== undefined && row.uid !== set.metadata.uid) || row.replicas < before) return false;
  return after >= Math.min(before, row.minSafeReplicas);
}

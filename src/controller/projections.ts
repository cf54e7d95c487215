import { decodeRaftCluster } from '../api/decode.ts';
import type { DecodedRaftCluster } from '../api/decode.ts';
import type { Identified, KubeObject } from '../kube/kube-object.ts';
import { field } from '../kube/kube-object.ts';
import type { PodFacts, SetFacts } from '../membership/observation.ts';

/** What is kept of each watched object: what decisions need, and no more. */

export interface CachedCluster extends Identified, DecodedRaftCluster {}

export interface CachedSet extends Identified, SetFacts {}

export interface CachedPod extends Identified, PodFacts {
  /** The StatefulSet that controls it, by name. */
  readonly ownerName: string | null;
  /** Never a fact for a decision: a Ready pod may be no live voter. */
  readonly ready: boolean;
}

export function projectCluster(object: KubeObject): CachedCluster {
  const decoded = decodeRaftCluster(object);
  const { name, namespace, uid, resourceVersion } = decoded.metadata;
  return { name, namespace, uid, resourceVersion, ...decoded };
}

export function projectSet(object: KubeObject): CachedSet {
  const { name, namespace = '', uid, resourceVersion, generation = 0, deletionTimestamp } = object.metadata;
  const spec = field(object, 'spec');
  const status = field(object, 'status');
  const current = field(status, 'currentRevision');
  const update = field(status, 'updateRevision');
  return {
    name,
    namespace,
    uid,
    resourceVersion,
    generation,
    observedGeneration: numberOr(field(status, 'observedGeneration'), 0),
    deleting: deletionTimestamp !== undefined,
    // The API server defaults an absent `replicas` to 1 when it stores the set.
    replicas: numberOr(field(spec, 'replicas'), 1),
    start: numberOr(field(field(spec, 'ordinals'), 'start'), 0),
    statusReplicas: numberOr(field(status, 'replicas'), 0),
    rolling: current !== update,
  };
}

export function projectPod(object: KubeObject): CachedPod {
  const { name, namespace = '', uid, resourceVersion, deletionTimestamp, ownerReferences = [] } = object.metadata;
  const owner = ownerReferences.find(({ controller, kind }) => controller === true && kind === 'StatefulSet');
  const ip = field(field(object, 'status'), 'podIP');
  return {
    name,
    namespace,
    uid,
    resourceVersion,
    ownerUid: owner?.uid ?? null,
    ownerName: owner?.name ?? null,
    terminating: deletionTimestamp !== undefined,
    ip: typeof ip === 'string' && ip !== '' ? ip : null,
    ready: isReady(field(field(object, 'status'), 'conditions')),
  };
}

function isReady(conditions: unknown): boolean {
  return (
    Array.isArray(conditions) &&
    conditions.some((it) => field(it, 'type') === 'Ready' && field(it, 'status') === 'True')
  );
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

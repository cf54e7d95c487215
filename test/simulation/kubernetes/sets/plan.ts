import type { PodObject, SetObject, SetStatus } from '../storage/objects-of.ts';
import { identityOf, isHealthy, isReady, isTerminating, revisionLabel, revisionOf } from './pod-of-set.ts';

/** What one pass of the StatefulSet controller does. */
export interface Plan {
  readonly create: readonly { readonly ordinal: number; readonly revision: string }[];
  readonly remove: readonly PodObject[];
  readonly status: SetStatus;
}

/** A wanted ordinal, with its pod if it has one. */
interface Replica {
  readonly ordinal: number;
  readonly pod: PodObject | undefined;
}

/**
 * The pass of kube-controller-manager (`updateStatefulSet` in stateful_set_control.go) over a set and the pods that it
 * owns: wanted pods from the lowest on; once they are all healthy the condemned ones from the highest on, one at a time;
 * then the rolling update, highest first. With Parallel nobody waits for anybody but the rolling update.
 */
export function planOf(set: SetObject, pods: readonly PodObject[]): Plan {
  const status = statusOf(set, pods);
  const { wanted, condemned } = ranged(set, pods);
  if (set.metadata.deletionTimestamp !== undefined) return { create: [], remove: [], status };
  return { ...steps(set, wanted, condemned, status), status };
}

function steps(
  set: SetObject,
  wanted: readonly Replica[],
  condemned: readonly PodObject[],
  status: SetStatus,
): Omit<Plan, 'status'> {
  const isOrdered = set.spec.podManagementPolicy === 'OrderedReady';
  const create: Plan['create'][number][] = [];
  const remove: PodObject[] = [];
  for (const { ordinal, pod } of wanted) {
    if (pod === undefined) create.push({ ordinal, revision: revisionAt(set, ordinal, status) });
    else if (hasEnded(pod) && !isTerminating(pod)) remove.push(pod);
    if (isOrdered && (pod === undefined || hasEnded(pod) || !isHealthy(pod))) return { create, remove };
  }
  if (isOrdered) {
    const [last] = condemned;
    if (last !== undefined) {
      // Only now all wanted pods are healthy, so the first unhealthy one is a condemned one: the lowest.
      const firstUnhealthy = condemned.findLast((pod) => !isHealthy(pod));
      const waits = isTerminating(last) || (!isReady(last) && last !== firstUnhealthy);
      return { create, remove: waits ? [] : [last] };
    }
  } else {
    remove.push(...condemned.filter((pod) => !isTerminating(pod)));
  }
  return { create, remove: [...remove, ...outdated(set, wanted, status)] };
}

/** The highest pod that is not of the newest template, once all above it are healthy. */
function outdated({ spec }: SetObject, wanted: readonly Replica[], { updateRevision }: SetStatus): PodObject[] {
  if (spec.updateStrategy.type === 'OnDelete') return [];
  const partition = spec.updateStrategy.rollingUpdate?.partition ?? 0;
  for (const { pod } of wanted.slice(partition).toReversed()) {
    if (pod === undefined) return [];
    if (pod.metadata.labels?.[revisionLabel] !== updateRevision && !isTerminating(pod)) return [pod];
    if (!isHealthy(pod)) return [];
  }
  return [];
}

/** Condemned pods highest first. */
function ranged(set: SetObject, pods: readonly PodObject[]): { wanted: readonly Replica[]; condemned: PodObject[] } {
  const start = startOf(set);
  const byOrdinal = new Map(pods.flatMap((pod) => (identityOf(pod) ? [[ordinalOf(pod), pod] as const] : [])));
  const wanted = Array.from({ length: set.spec.replicas }, (_, index) => {
    const ordinal = start + index;
    return { ordinal, pod: byOrdinal.get(ordinal) };
  });
  const condemned = [...byOrdinal].filter(([ordinal]) => ordinal < start || ordinal >= start + set.spec.replicas);
  return { wanted, condemned: condemned.toSorted(([a], [b]) => b - a).map(([, pod]) => pod) };
}

function statusOf(set: SetObject, pods: readonly PodObject[]): SetStatus {
  const { generation = 0 } = set.metadata;
  const updateRevision = revisionOf(set);
  const currentRevision = set.status.currentRevision ?? updateRevision;
  const of = (revision: string): number =>
    pods.filter((pod) => !isTerminating(pod) && pod.metadata.labels?.[revisionLabel] === revision).length;
  const ready = pods.filter(isReady).length;
  const status = {
    observedGeneration: generation,
    replicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: of(currentRevision),
    updatedReplicas: of(updateRevision),
    currentRevision,
    updateRevision,
  };
  const { replicas } = set.spec;
  const isDone = [status.updatedReplicas, ready, pods.length].every((count) => count === replicas);
  if (set.spec.updateStrategy.type === 'OnDelete' || !isDone) return status;
  return { ...status, currentReplicas: status.updatedReplicas, currentRevision: updateRevision };
}

/** What a pod that is missing is made of: the old template below the partition. */
function revisionAt(set: SetObject, ordinal: number, { currentRevision = '', updateRevision = '' }: SetStatus): string {
  const { updateStrategy } = set.spec;
  const partition = updateStrategy.rollingUpdate?.partition ?? 0;
  const isOld = updateStrategy.type === 'RollingUpdate' && ordinal < startOf(set) + partition;
  return isOld ? currentRevision : updateRevision;
}

function startOf({ spec }: SetObject): number {
  return spec.ordinals?.start ?? 0;
}

function ordinalOf(pod: PodObject): number {
  return identityOf(pod)?.ordinal ?? -1;
}

function hasEnded({ status }: PodObject): boolean {
  return status.phase === 'Failed' || status.phase === 'Succeeded';
}

import type { Draft, PodObject, PodTemplate, SetObject } from '../storage/objects-of.ts';

/** The labels that every pod of a StatefulSet carries. */
const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const podIndexLabel = 'apps.kubernetes.io/pod-index';
export const revisionLabel = 'controller-revision-hash';

/** A pod as the StatefulSet controller creates it. */
export function podOf(set: SetObject, ordinal: number, revision: string, template: PodTemplate): Draft {
  const name = `${set.metadata.name}-${ordinal}`;
  const { annotations, labels } = template.metadata;
  return {
    metadata: {
      name,
      ...(set.metadata.namespace !== undefined && { namespace: set.metadata.namespace }),
      labels: { ...labels, [podNameLabel]: name, [podIndexLabel]: String(ordinal), [revisionLabel]: revision },
      ...(annotations !== undefined && { annotations }),
      ownerReferences: [ownerOf(set)],
    },
    spec: { terminationGracePeriodSeconds: template.spec.terminationGracePeriodSeconds ?? 30, hostname: name },
  };
}

export function ownerOf({ metadata }: SetObject) {
  const { name, uid } = metadata;
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid, controller: true, blockOwnerDeletion: true };
}

/** The name of the revision that a template is; equal templates have equal names. */
export function revisionOf({ metadata, spec }: SetObject): string {
  let hash = 0x811c9dc5;
  const text = JSON.stringify(spec.template);
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${metadata.name}-${(hash >>> 0).toString(36)}`;
}

/** Undefined for a pod whose name no StatefulSet gives. */
export function identityOf({ metadata }: PodObject): { readonly set: string; readonly ordinal: number } | undefined {
  const [, set, ordinal] = /^(.*)-([0-9]+)$/.exec(metadata.name) ?? [];
  return set === undefined ? undefined : { set, ordinal: Number(ordinal) };
}

export function controllerOf({ metadata }: PodObject) {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

export function isTerminating({ metadata }: PodObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: PodObject): boolean {
  const ready = status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
  return status.phase === 'Running' && ready;
}

/** Running, Ready and not on its way out. */
export function isHealthy(pod: PodObject): boolean {
  return isReady(pod) && !isTerminating(pod);
}

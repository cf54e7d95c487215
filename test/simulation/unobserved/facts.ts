import type { Change } from '../kubernetes/storage/stored.ts';

/** What an operator goes by of one version of an object, as text; that of no object is ''. */
export function factsBefore({ kind, before }: Change): string {
  return before === undefined ? '' : factsOf(kind, before.object);
}

export function factsAfter({ kind, after }: Change): string {
  return after === undefined ? '' : factsOf(kind, after.object);
}

/** Of a set the range that it wants, of a RaftCluster its spec, of a pod whether it is there and is to stay. */
function factsOf(kind: Change['kind'], object: object): string {
  const { spec, metadata } = object as Partial<{ spec: Record<string, unknown>; metadata: Record<string, unknown> }>;
  const isLeaving = metadata?.['deletionTimestamp'] !== undefined;
  if (kind === 'pods') return isLeaving ? 'leaving' : 'there';
  if (kind === 'statefulsets') return JSON.stringify([isLeaving, spec?.['replicas'], spec?.['ordinals']]);
  return JSON.stringify([isLeaving, spec]);
}

import type { Trace } from '../engine/trace.ts';
import type { Objects } from '../kubernetes/storage/objects.ts';
import type { ClusterObject, PodObject, SetObject } from '../kubernetes/storage/objects-of.ts';
import type { Change } from '../kubernetes/storage/stored.ts';

/** Tells of every write that belongs to the story; the others go into the hash alone. */
export function tellWrites(trace: Trace, objects: Objects): void {
  objects.onWrite((change) => {
    const what = told(change);
    if (what === undefined) trace.note(change.revision);
    else trace.tell(change.actor, what);
  });
}

function told(change: Change): string | undefined {
  const { kind, before, after, shown } = change;
  const name = `${kind.replace(/s$/, '')} ${shown.name}`;
  if (kind === 'leases' || kind === 'events' || kind === 'nodes') return undefined;
  if (before === undefined) return `creates ${name}`;
  if (after === undefined) return `${name} is gone`;
  if (kind === 'pods') return podChange(name, before.object as PodObject, after.object as PodObject);
  if (kind === 'statefulsets') return setChange(name, before.object as SetObject, after.object as SetObject);
  if (kind === 'raftclusters')
    return clusterChange(name, before.object as ClusterObject, after.object as ClusterObject);
  return `changes ${name}`;
}

function podChange(name: string, before: PodObject, after: PodObject): string | undefined {
  if (before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined)
    return `deletes ${name}`;
  if (before.status.podIP !== after.status.podIP) return `${name} has ${after.status.podIP ?? 'no IP'}`;
  return undefined;
}

function setChange(name: string, before: SetObject, after: SetObject): string | undefined {
  if (before.spec.replicas !== after.spec.replicas)
    return `scales ${name} from ${before.spec.replicas} to ${after.spec.replicas} (generation ${after.metadata.generation})`;
  if (before.metadata.generation !== after.metadata.generation) return `changes the spec of ${name}`;
  if (before.status.observedGeneration !== after.status.observedGeneration)
    return `observes generation ${after.status.observedGeneration} of ${name}`;
  return undefined;
}

function clusterChange(name: string, before: ClusterObject, after: ClusterObject): string | undefined {
  if (before.metadata.generation !== after.metadata.generation) return `changes the spec of ${name}`;
  const [was, is] = [before.status ?? {}, after.status ?? {}];
  if (was.removal?.startedAt !== is.removal?.startedAt)
    return is.removal
      ? `records the removal of ${is.removal.member}`
      : `ends the record of ${was.removal?.member}: ${lastEnd(is)}`;
  const ready = (status: typeof is) => status.conditions?.find(({ type }) => type === 'Ready');
  if (ready(was)?.reason !== ready(is)?.reason)
    return `${name} is ${ready(is)?.status === 'True' ? '' : 'not '}Ready: ${ready(is)?.reason}`;
  return undefined;
}

function lastEnd({ removals = [] }: NonNullable<ClusterObject['status']>): string {
  const last = removals.at(-1);
  return last ? `${last.member} ${last.result}` : 'nothing was sent';
}

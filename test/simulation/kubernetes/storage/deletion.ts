import type { Kind } from './kinds.ts';
import type { AnyObject, Metadata } from './objects-of.ts';
import { Refusal } from './refusal.ts';

/** How a deletion is asked for. */
export interface Deletion {
  /** Only this very object. */
  readonly uid?: string;
  /** Only in this very state. */
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
  /** What becomes of those that it owns; Background without it. */
  readonly propagationPolicy?: 'Background' | 'Orphan' | 'Foreground';
}

/** Seconds until the kubelet kills, where the pod does not say. */
const defaultGrace = 30;

const finalizerOf = { Orphan: 'orphan', Foreground: 'foregroundDeletion' } as const;

/** Throws 409 unless the object is the one that the asker means. */
export function checkPreconditions(
  kind: Kind,
  now: Metadata,
  { uid, resourceVersion }: Pick<Deletion, 'uid' | 'resourceVersion'>,
): void {
  if (uid !== undefined && uid !== now.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${now.uid}`;
    throw Refusal.conflict(kind, now.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== now.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    throw Refusal.conflict(kind, now.name, why);
  }
}

type Fate = 'gone' | { readonly grace: number; readonly marks: Partial<Metadata> };

/** What a deletion does to an object: a bound pod waits for its kubelet, what has finalizers for those. */
export function fateOf(object: AnyObject, { gracePeriodSeconds, propagationPolicy = 'Background' }: Deletion): Fate {
  const { finalizers: present = [], deletionGracePeriodSeconds: running } = object.metadata;
  const added = propagationPolicy === 'Background' ? [] : [finalizerOf[propagationPolicy]];
  const finalizers = [...present.filter((name) => !(added as string[]).includes(name)), ...added];
  const wanted = object.kind === 'Pod' ? graceOf(object, gracePeriodSeconds) : 0;
  // A second deletion can only shorten the grace period.
  const grace = Math.min(wanted, running ?? wanted);
  if (grace === 0 && finalizers.length === 0) return 'gone';
  const marks = {
    ...(object.kind === 'Pod' && { deletionGracePeriodSeconds: grace }),
    ...(finalizers.length > 0 && { finalizers }),
  };
  return { grace, marks };
}

/** Whether a marked object has nobody left to wait for. */
export function isGone({ kind, metadata }: AnyObject): boolean {
  const { deletionTimestamp, finalizers = [], deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) return false;
  return kind !== 'Pod' || deletionGracePeriodSeconds === 0;
}

/** Nobody has to stop what never ran or has ended. */
function graceOf({ spec = {}, status = {} }: AnyObject, asked: number | undefined): number {
  const { nodeName, terminationGracePeriodSeconds = defaultGrace } = spec as {
    readonly nodeName?: string;
    readonly terminationGracePeriodSeconds?: number;
  };
  const { phase } = status as { readonly phase?: string };
  if (nodeName === undefined || phase === 'Failed' || phase === 'Succeeded') return 0;
  return asked ?? terminationGracePeriodSeconds;
}

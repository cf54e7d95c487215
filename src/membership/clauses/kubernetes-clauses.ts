import { decommissionSpent } from './identity-clauses.ts';
import { inRange } from '../observation.ts';
import type { SetFacts } from '../observation.ts';
import { refuse } from './question.ts';
import type { Context, Refusal } from './question.ts';
import type { Target } from './target.ts';
import { isHibernating } from '../views/why-unknown.ts';

/** The ordinal is not wanted: by a set that exists, is not being deleted, and is the accepted one. */
export function outOfRange(
  { id, place, intent }: Target,
  { facts, settings, trust }: Pick<Context, 'facts' | 'settings' | 'trust'>,
): Refusal | undefined {
  if (!place) return undefined;
  const set = facts.sets.get(place.set);
  if (set === undefined) return refuse('Waiting', 'SetNotObserved', `StatefulSet ${place.set} has not been read yet.`);
  if (set === 'absent') {
    if (intent === 'open') return undefined;
    const cure = `create it, or name ${id} in spec.decommission if it is gone for good`;
    return refuse('Blocked', 'TargetMissing', `StatefulSet ${place.set} does not exist: ${cure}.`);
  }
  if (inRange(set, place.ordinal)) {
    const refused = intent === 'open' ? '; spec.decommission does not apply to a pod that is wanted' : '';
    return refuse('Keep', 'InRange', `StatefulSet ${place.set} wants this pod (${rangeOf(set)})${refused}.`);
  }
  if (set.deleting) return refuse('Blocked', 'TargetMissing', `StatefulSet ${place.set} is being deleted.`);
  const isOutside = !settings.targets.some((known) => known.set === place.set);
  if ((intent === 'open' && isOutside) || trust.get(place.set)?.uid === set.uid) return undefined;
  const message = `StatefulSet ${place.set} was re-created; it is trusted once all its pods (${set.replicas}) are live members.`;
  return refuse('Blocked', 'TargetReplaced', message);
}

function rangeOf({ start, replicas }: SetFacts): string {
  return replicas === 1 ? `ordinal ${start}` : `ordinals ${start} to ${start + replicas - 1}`;
}

/** The first pod of a store bootstraps a second cluster if it comes back empty and is no member. */
export function unprotected({ place, intent }: Target, { settings }: Context): Refusal | undefined {
  if (!place || intent === 'open') return undefined;
  const target = settings.targets.find(({ set }) => set === place.set);
  if (!target?.protectedOrdinals.has(place.ordinal)) return undefined;
  if (intent === 'honoured') return decommissionSpent;
  const message = `Ordinal ${place.ordinal} of ${place.set} is protected; use spec.decommission if it is gone for good.`;
  return refuse('Blocked', 'Protected', message);
}

/** The StatefulSet controller has seen the newest spec, so that no pod of an older one is still to come. */
export function observed({ place }: Target, { facts }: Pick<Context, 'facts'>): Refusal | undefined {
  const set = place && facts.sets.get(place.set);
  if (set === undefined || set === 'absent' || set.observedGeneration >= set.generation) return undefined;
  return refuse(
    'Waiting',
    'SetNotObserved',
    `The StatefulSet controller has not seen the newest spec of ${set.name} yet.`,
  );
}

/** A 404 for that name. Any phase counts as present, Terminating too; so does a pod of which nothing is known. */
export function podGone(
  { id, pod, intent }: Target,
  { facts, judgement }: Pick<Context, 'facts' | 'judgement'>,
): Refusal | undefined {
  if (pod === undefined) return undefined;
  const found = facts.pods.get(pod);
  if (found === 'absent') return undefined;
  if (found === undefined) return refuse('Waiting', 'PodPresent', `Whether pod ${pod} exists is not known yet.`);
  if (intent === 'open' && answersAsAnother(id, pod, judgement)) return undefined;
  return found.terminating
    ? refuse('Waiting', 'PodTerminating', `Pod ${pod} is being deleted but still exists.`)
    : refuse('Waiting', 'PodPresent', `Pod ${pod} exists.`);
}

function answersAsAnother(id: string, pod: string, { newest }: Context['judgement']): boolean {
  const result = newest.get(pod)?.result;
  return result?.kind === 'view' && result.view.memberId !== id;
}

/** All sets at 0 is hibernation; one set at 0 beside others is a scale-down. */
export function notHibernating(_: Target, { facts, settings }: Context): Refusal | undefined {
  if (!isHibernating(facts, settings)) return undefined;
  return refuse('Blocked', 'Hibernating', 'All StatefulSets of the cluster are scaled to 0.');
}

/** Out of range and absent for at least `delay`, on at least two observations (`Sighting`). */
export function settled({ sightingKey }: Target, { memory, settings, now }: Context): Refusal | undefined {
  const sighting = memory.sightings.get(sightingKey);
  if (!sighting) return refuse('Waiting', 'Settling', 'Its absence has not been seen yet.');
  const until = sighting.since + settings.delay;
  if (now.monotonic >= until) return undefined;
  const message = `It is gone; it settles for ${settings.delay / 1000} s before it counts as gone for good.`;
  return refuse('Waiting', 'Settling', message, until);
}

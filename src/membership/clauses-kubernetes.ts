import { decommissionSpent } from './clauses-identity.ts';
import { isHibernating } from './cluster-state.ts';
import { inRange } from './observation.ts';
import type { SetFacts } from './observation.ts';
import type { Context, Refusal, Target } from './question.ts';

/** The ordinal is not wanted: by a set that exists, is not being deleted, and is the accepted one. */
export function outOfRange(target: Target, context: Context): Refusal | undefined {
  const { place, intent } = target;
  if (!place) return undefined;
  const set = context.facts.sets.get(place.set);
  if (set === undefined) return waiting('SetNotObserved', `StatefulSet ${place.set} has not been read yet.`);
  if (set === 'absent' || set.deleting) {
    if (intent === 'open') return undefined;
    const state = set === 'absent' ? 'does not exist' : 'is being deleted';
    return { verdict: 'Blocked', reason: 'TargetMissing', message: `StatefulSet ${place.set} ${state}.` };
  }
  if (inRange(set, place.ordinal)) {
    const refused = intent === 'open' ? '; spec.decommission does not apply to a pod that is wanted' : '';
    return { verdict: 'Keep', reason: 'InRange', message: `StatefulSet ${place.set} wants this pod (${rangeOf(set)})${refused}.` };
  }
  const uid = context.trust.get(place.set)?.uid;
  const anyUid = intent === 'open' && !context.settings.targets.some((known) => known.set === place.set);
  if (!anyUid && uid !== set.uid) {
    const message = `StatefulSet ${place.set} was re-created; it is trusted once all its pods are live members.`;
    return { verdict: 'Blocked', reason: 'TargetReplaced', message };
  }
  return undefined;
}

function rangeOf({ start, replicas }: SetFacts): string {
  return replicas === 1 ? `ordinal ${start}` : `ordinals ${start} to ${start + replicas - 1}`;
}

export function unprotected({ place, intent }: Target, { settings }: Context): Refusal | undefined {
  if (!place || intent === 'open') return undefined;
  const target = settings.targets.find(({ set }) => set === place.set);
  if (!target?.protectedOrdinals.has(place.ordinal)) return undefined;
  if (intent === 'honoured') return decommissionSpent;
  const message = `Ordinal ${place.ordinal} of ${place.set} is protected; use spec.decommission if it is gone for good.`;
  return { verdict: 'Blocked', reason: 'Protected', message };
}

/** The StatefulSet controller has seen the newest spec, so that no pod of an older one is still to come. */
export function observed({ place }: Target, { facts }: Context): Refusal | undefined {
  const set = place && facts.sets.get(place.set);
  if (set === undefined || set === 'absent' || set.observedGeneration >= set.generation) return undefined;
  return waiting('SetNotObserved', `The StatefulSet controller has not seen the newest spec of ${set.name} yet.`);
}

/** A 404 for that name. Any phase counts as present, Terminating too; so does a pod of which nothing is known. */
export function podGone({ id, pod, intent }: Target, { facts, judgement }: Context): Refusal | undefined {
  if (pod === undefined) return undefined;
  const found = facts.pods.get(pod);
  if (found === 'absent') return undefined;
  if (found === undefined) return waiting('PodPresent', `Whether pod ${pod} exists is not known yet.`);
  if (intent === 'open' && answersAsAnother(id, pod, judgement)) return undefined;
  return found.terminating
    ? waiting('PodTerminating', `Pod ${pod} is being deleted but still exists.`)
    : waiting('PodPresent', `Pod ${pod} is out of range but still exists.`);
}

function answersAsAnother(id: string, pod: string, { newest }: Context['judgement']): boolean {
  const result = newest.get(pod)?.result;
  return result?.kind === 'view' && result.view.memberId !== id;
}

export function notHibernating(_: Target, { facts, settings }: Context): Refusal | undefined {
  if (!isHibernating(facts, settings)) return undefined;
  return { verdict: 'Blocked', reason: 'Hibernating', message: 'All StatefulSets of the cluster are scaled to 0.' };
}

/** Out of range and absent for at least `delay`, on at least two observations; a new RaftCluster waits for what an older one may have sent. */
export function settled({ sightingKey }: Target, { memory, settings, now }: Context): Refusal | undefined {
  const sighting = memory.sightings.get(sightingKey);
  if (!sighting) return settling('The pod is gone; the settling delay begins.');
  const until = Math.max(sighting.since + settings.delay, memory.quietUntil);
  if (now.monotonic < until) {
    return settling(`The pod is gone; it settles for ${settings.delay / 1000} s before it counts as gone for good.`, until);
  }
  return sighting.observations < 2 ? settling('The pod is gone; it is looked at once more.', now.monotonic) : undefined;
}

function settling(message: string, until?: number): Refusal {
  return { verdict: 'Waiting', reason: 'Settling', message, until };
}

function waiting(reason: Refusal['reason'], message: string): Refusal {
  return { verdict: 'Waiting', reason, message };
}

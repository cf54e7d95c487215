import { memberIdOf, placesOf, podInAddress } from './identity.ts';
import { podName } from './observation.ts';
import type { Rival } from './observation.ts';
import type { Context, Refusal, Target } from './question.ts';

/** T's id maps to exactly one place, its address does not say otherwise, and the set's pods confirm how ids are formed. */
export function identity(target: Target, context: Context): Refusal | undefined {
  if (target.intent === 'open') return undefined;
  const { settings, facts, judgement, trust } = context;
  const places = placesOf(target.id, settings);
  const [place] = places;
  if (!place) {
    return target.intent === 'honoured'
      ? spent
      : { verdict: 'Unmanaged', reason: 'Unmanaged', message: `${target.id} belongs to no StatefulSet of the spec.` };
  }
  if (places.length > 1) {
    const pods = places.map(({ set, ordinal }) => podName(set, ordinal)).join(' and ');
    return blocked('IdentityAmbiguous', `${target.id} may be ${pods}: make the memberId templates differ.`);
  }
  const named = podInAddress(target, settings);
  if (named !== undefined && named !== podName(place.set, place.ordinal)) {
    return blocked('IdentityAmbiguous', `${target.id} has the address ${target.address}, which is that of pod ${named}.`);
  }
  const stranger = judgement.strangers.find(({ pod }) => podSetOf(pod, facts) === trust.get(place.set)?.uid);
  const template = settings.targets.find(({ set }) => set === place.set)?.template ?? '';
  if (stranger) {
    const { pod, view } = stranger;
    return blocked('IdentityMismatch', `Pod ${pod} calls itself ${view.memberId}; spec.members[].memberId "${template}" does not give that.`);
  }
  if (trust.get(place.set)?.confirmedMemberId !== template) {
    const example = memberIdOf(template, place, settings.namespace);
    return blocked('IdentityMismatch', `No pod of ${place.set} has yet answered with an id like ${example}; if none ever will, use spec.decommission.`);
  }
  return undefined;
}

/** An entry that was honoured is no intent any more. */
const spent: Refusal = {
  verdict: 'Blocked',
  reason: 'DecommissionSpent',
  message: 'spec.decommission named it once and was honoured; take the entry out, and put it back only if it is gone again.',
};

export const decommissionSpent = spent;

/** The older RaftCluster keeps a StatefulSet; of equal age the smaller name. */
export function notConflicting({ place }: Target, { facts }: Context): Refusal | undefined {
  const rival = place && olderRival(place.set, facts.cluster, facts.rivals);
  return rival && blocked('TargetConflict', `StatefulSet ${place.set} belongs to the older RaftCluster ${rival.name}.`);
}

export function olderRival(
  set: string,
  cluster: { readonly name: string; readonly createdAt: string },
  rivals: readonly Rival[],
): Rival | undefined {
  return rivals.find(
    ({ name, createdAt, sets }) =>
      sets.includes(set) && (createdAt < cluster.createdAt || (createdAt === cluster.createdAt && name < cluster.name)),
  );
}

function podSetOf(pod: string, facts: Context['facts']): string | null | undefined {
  const found = facts.pods.get(pod);
  return found === undefined || found === 'absent' ? undefined : found.ownerUid;
}

function blocked(reason: Refusal['reason'], message: string): Refusal {
  return { verdict: 'Blocked', reason, message };
}

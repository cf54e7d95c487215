import { ordinalIn } from '../views/answers.ts';
import { memberIdOf, namedPlaces, placesOf, podInAddress } from '../identity.ts';
import type { Place } from '../identity.ts';
import { podName } from '../observation.ts';
import type { Facts } from '../observation.ts';
import { refuse } from './question.ts';
import type { Context, Refusal } from './question.ts';
import type { Settings, Target as SpecTarget } from '../settings.ts';
import type { Target } from './target.ts';

/** T's id maps to exactly one place, its address does not say otherwise, and the set's pods confirm how ids are formed. */
export function identity(target: Target, context: Context): Refusal | undefined {
  const { id, intent } = target;
  const { settings } = context;
  const places = intent === 'open' ? namedPlaces(id, settings) : placesOf(id, settings);
  const [place] = places;
  if (places.length > 1) return ambiguous(id, places);
  if (intent === 'open') return undefined;
  const refusal = place ? (contradicted(target, place, settings) ?? misread(place, context)) : unmanaged(id);
  return refusal && intent === 'honoured' ? decommissionSpent : refusal;
}

function unmanaged(id: string): Refusal {
  const cure = 'name its set in spec.members, or the id in spec.decommission if it is gone for good';
  return refuse('Unmanaged', 'Unmanaged', `${id} belongs to no StatefulSet of the spec: ${cure}.`);
}

/** An entry that was honoured is no intent any more. */
export const decommissionSpent = refuse(
  'Blocked',
  'DecommissionSpent',
  'spec.decommission named it once and was honoured; take the entry out, and put it back only if it is gone again.',
);

/** Not even a person's word helps: it would not say which of the pods has to be unwanted and gone. */
function ambiguous(id: string, places: readonly Place[]): Refusal {
  const pods = places.map(({ set, ordinal }) => podName(set, ordinal)).join(' and ');
  return refuse('Blocked', 'IdentityAmbiguous', `${id} may be ${pods}: make the memberId templates differ.`);
}

function contradicted(target: Target, { set, ordinal }: Place, settings: Settings): Refusal | undefined {
  const named = podInAddress(target, settings);
  if (named === undefined || named === podName(set, ordinal)) return undefined;
  const message = `${target.id} has the address ${target.address}, which is that of pod ${named}.`;
  return refuse('Blocked', 'IdentityAmbiguous', message);
}

/** Whether the template is wrong for this set, or has never been seen to be right. */
function misread(place: Place, { settings, judgement, trust }: Context): Refusal | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place is always one in a set of the spec
  const { template } = settings.targets.find(({ set }) => set === place.set) as SpecTarget;
  const stranger = judgement.strangers.find(({ pod }) => ordinalIn(place.set, pod) !== undefined);
  if (stranger) {
    const said = `Pod ${stranger.pod} calls itself ${stranger.view.memberId}`;
    return refuse(
      'Blocked',
      'IdentityMismatch',
      `${said}; spec.members[].memberId "${template}" does not give that: correct it.`,
    );
  }
  if (trust.get(place.set)?.confirmedMemberId === template) return undefined;
  const example = memberIdOf(template, place, settings.namespace);
  const message = `No pod of ${place.set} has yet answered with an id like ${example}; if none ever will, use spec.decommission.`;
  return refuse('Blocked', 'IdentityMismatch', message);
}

/**
 * No older RaftCluster names a StatefulSet of this one. The rule asks that of T's set; two clusters that share one set are
 * one store, in which there must never be two removals in flight, so the younger waits with all of them. Explicit intent
 * does not help: the older one can be told.
 */
export function unrivalled(_: Target, { facts, settings }: Context): Refusal | undefined {
  const conflict = conflictIn(facts, settings);
  return conflict === undefined ? undefined : refuse('Blocked', 'TargetConflict', conflict);
}

/** Which older RaftCluster names a set of this one, for people; of equal age the smaller name is the older. */
export function conflictIn({ cluster, rivals }: Facts, { targets }: Settings): string | undefined {
  const [oldest] = rivals
    .filter((rival) => isOlder(rival, cluster) && targets.some(({ set }) => rival.sets.includes(set)))
    .toSorted((a, b) => (isOlder(a, b) ? -1 : 1));
  if (!oldest) return undefined;
  const shared = targets.filter(({ set }) => oldest.sets.includes(set)).map(({ set }) => set);
  return `StatefulSet ${shared.join(', ')} belongs to the older RaftCluster ${oldest.name}: delete one of the two, or take the set out of one.`;
}

interface Named {
  readonly name: string;
  readonly createdAt: string;
}

function isOlder(a: Named, b: Named): boolean {
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.name < b.name);
}

import { observed, outOfRange, podGone } from './clauses/kubernetes-clauses.ts';
import { namedPlaces, placeOf } from './identity.ts';
import type { Place } from './identity.ts';
import type { Judgement } from './judgement.ts';
import { podName } from './observation.ts';
import type { Facts } from './observation.ts';
import type { Context } from './clauses/question.ts';
import type { Settings } from './settings.ts';
import { isGone, placeKey } from './sightings.ts';
import type { Sighted, Sightings } from './sightings.ts';
import { podToBeGone, targetOf } from './clauses/target.ts';

/** Every id that matters: members now, members as status lists them, ids in the leader's other records, decommissioned ones. */
export function idsOfInterest(
  { cluster: { status } }: Pick<Facts, 'cluster'>,
  settings: Settings,
  judgement: Judgement | undefined,
): ReadonlySet<string> {
  return new Set([
    ...(judgement?.configuration.map(({ id }) => id) ?? []),
    ...(status.members?.map(({ id }) => id) ?? []),
    ...(judgement?.claims.highest?.view.records.keys() ?? []),
    ...settings.decommission,
  ]);
}

/** The StatefulSets of which facts are needed: the spec's, and those that decommissioned ids name. */
export function setsOfInterest(settings: Settings): ReadonlySet<string> {
  const named = settings.decommission.flatMap((id) => namedPlaces(id, settings).map(({ set }) => set));
  return new Set([...settings.targets.map(({ set }) => set), ...named]);
}

/** The names of pods that may have to be absent, so that an observation says of each whether it is. */
export function podsOfInterest(ids: Iterable<string>, settings: Settings): ReadonlySet<string> {
  const names = [...ids].flatMap((id) => {
    if (settings.decommission.includes(id)) return podToBeGone(id, settings) ?? [];
    const place = placeOf(id, settings);
    return place ? podName(place.set, place.ordinal) : [];
  });
  return new Set(names);
}

/** What is out of range with its pod 404 now, for `continueSightings`. */
export function sightedIn(
  context: Pick<Context, 'facts' | 'settings' | 'judgement' | 'trust'>,
  before: Sightings,
): ReadonlyMap<string, Sighted> {
  const { facts, settings, judgement, trust } = context;
  const sighted = new Map<string, Sighted>();
  for (const { set: name, ordinal } of placesOfInterest(facts, settings, judgement, before)) {
    const set = facts.sets.get(name);
    if (!isGone(set, ordinal, facts.pods) || trust.get(name)?.uid !== set.uid) continue;
    sighted.set(placeKey(name, ordinal), { pod: podName(name, ordinal), set: name, setUid: set.uid, ordinal });
  }
  for (const id of settings.decommission) {
    const target = targetOf({ id, kind: 'voter', address: '' }, facts, settings);
    const isSighted = [outOfRange, observed, podGone].every((holds) => holds(target, context) === undefined);
    if (target.intent === 'open' && isSighted) sighted.set(target.sightingKey, asSighted(target, facts));
  }
  return sighted;
}

/** A sighting goes on while its ordinal is of interest or was sighted before, so that a round that fails ends none. */
function placesOfInterest(facts: Facts, settings: Settings, judgement: Judgement, before: Sightings): readonly Place[] {
  const named = [...idsOfInterest(facts, settings, judgement)].flatMap((id) => placeOf(id, settings) ?? []);
  const known = [...before].flatMap(([key, { set, ordinal }]) =>
    set !== undefined && ordinal !== undefined && key === placeKey(set, ordinal) ? [{ set, ordinal }] : [],
  );
  return [...named, ...known];
}

/** A pod that exists, but answers under another id, is not the one that is gone. */
function asSighted({ place, pod }: ReturnType<typeof targetOf>, { sets, pods }: Facts): Sighted {
  const set = place && sets.get(place.set);
  return {
    pod: pod !== undefined && pods.get(pod) === 'absent' ? pod : undefined,
    set: place?.set,
    setUid: set === undefined || set === 'absent' ? undefined : set.uid,
    ordinal: place?.ordinal,
  };
}

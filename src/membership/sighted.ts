import { anyPlaceOf, placeOf } from './identity.ts';
import type { Place } from './identity.ts';
import type { Judgement } from './judgement.ts';
import { podName } from './observation.ts';
import type { Facts } from './observation.ts';
import type { Settings } from './settings.ts';
import { idKey, isGone, placeKey } from './sightings.ts';
import type { Sighted, Sightings } from './sightings.ts';
import type { Trust } from './trust.ts';

/** Every id that matters: members now, members as status lists them, ids in the leader's other records, decommissioned ones. */
export function idsOfInterest(facts: Pick<Facts, 'cluster'>, settings: Settings, judgement: Judgement | undefined): ReadonlySet<string> {
  const records = judgement?.claims.highest?.view.records.keys() ?? [];
  return new Set([
    ...(judgement?.configuration.map(({ id }) => id) ?? []),
    ...(facts.cluster.status.members?.map(({ id }) => id) ?? []),
    ...records,
    ...settings.decommission,
  ]);
}

/** The StatefulSets of which facts are needed: the spec's, and those that decommissioned ids name. */
export function setsOfInterest(settings: Settings): ReadonlySet<string> {
  const named = settings.decommission.flatMap((id) => anyPlaceOf(id, settings)?.set ?? []);
  return new Set([...settings.targets.map(({ set }) => set), ...named]);
}

/** The names of pods that may have to be absent, so that an observation says of each whether it is. */
export function podsOfInterest(ids: Iterable<string>, settings: Settings): ReadonlySet<string> {
  const names = new Set<string>();
  for (const id of ids) {
    const place = placeOf(id, settings);
    if (place) names.add(podName(place.set, place.ordinal));
    if (!settings.decommission.includes(id)) continue;
    const any = anyPlaceOf(id, settings);
    names.add(any ? podName(any.set, any.ordinal) : id);
  }
  return names;
}

/** What is out of range with its pod 404 now, for `continueSightings`. */
export function sightedIn(
  facts: Facts,
  settings: Settings,
  trust: ReadonlyMap<string, Trust>,
  judgement: Judgement,
  before: Sightings,
): readonly Sighted[] {
  const ids = idsOfInterest(facts, settings, judgement);
  const places = new Map<string, Place>();
  for (const id of ids) {
    const place = placeOf(id, settings);
    if (place) places.set(placeKey(place.set, place.ordinal), place);
  }
  for (const [key, { set, ordinal }] of before) {
    if (set !== undefined && ordinal !== undefined && key === placeKey(set, ordinal)) places.set(key, { set, ordinal });
  }
  const ordinals = [...places].flatMap(([key, { set: name, ordinal }]) => {
    const set = facts.sets.get(name);
    if (!isGone(set, ordinal, facts.pods) || trust.get(name)?.uid !== set.uid) return [];
    return [{ key, pod: podName(name, ordinal), set, ordinal }];
  });
  return [...ordinals, ...settings.decommission.flatMap((id) => sightedById(id, facts, settings, judgement) ?? [])];
}

/** The sighting of a decommissioned id: where its set exists it is out of range, and its pod, if any, is 404. */
function sightedById(id: string, facts: Facts, settings: Settings, judgement: Judgement): Sighted | undefined {
  const place = anyPlaceOf(id, settings);
  const pod = place ? podName(place.set, place.ordinal) : id;
  const found = facts.pods.get(pod);
  const result = judgement.newest.get(pod)?.result;
  const another = result?.kind === 'view' && result.view.memberId !== id;
  if (found !== 'absent' && !(found !== undefined && another)) return undefined;
  const set = place && facts.sets.get(place.set);
  if (!place || set === 'absent') return { key: idKey(id), pod, set: undefined, ordinal: undefined };
  if (set === undefined) return undefined;
  const outside = set.deleting || place.ordinal < set.start || place.ordinal >= set.start + set.replicas;
  return outside ? { key: idKey(id), pod, set, ordinal: place.ordinal } : undefined;
}

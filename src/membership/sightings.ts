import { inRange, podName } from './observation.ts';
import type { PodFacts, SetFacts } from './observation.ts';

/**
 * Since when an ordinal has been out of range with its pod 404, without a break (removal rule §2): from Kubernetes facts
 * alone, by the monotonic clock, bound to the StatefulSet's UID. Watch events end it at once through `afterSetEvent` and
 * `afterPodEvent`; `continueSightings` begins it, and ends it when an observation does not show it any more. One that is
 * older than the observation at hand therefore rests on two.
 */
export interface Sighting extends Sighted {
  readonly since: number;
}

/** What is out of range and absent now. */
export interface Sighted {
  /** The pod that is gone; undefined where an id names none. */
  readonly pod: string | undefined;
  /** The StatefulSet that does not want it; undefined where an id names none. */
  readonly set: string | undefined;
  /** Undefined: the set did not exist when it was sighted. */
  readonly setUid: string | undefined;
  readonly ordinal: number | undefined;
}

/** By `placeKey` or, for a decommissioned id, by `idKey`. */
export type Sightings = ReadonlyMap<string, Sighting>;

export function placeKey(set: string, ordinal: number): string {
  return `place:${set}/${ordinal}`;
}

export function idKey(id: string): string {
  return `id:${id}`;
}

/** Keeps what is still sighted, begins what is new, and drops all else. */
export function continueSightings(before: Sightings, sighted: ReadonlyMap<string, Sighted>, now: number): Sightings {
  return new Map(
    [...sighted].map(([key, found]) => {
      const known = before.get(key);
      const isSame = known !== undefined && known.setUid === found.setUid && known.pod === found.pod;
      return [key, { ...found, since: isSame ? known.since : now }];
    }),
  );
}

/**
 * A watch event of a StatefulSet: ends the sightings of ordinals that are in range now, and all of them when the set is
 * another one, appears, goes, or skipped a generation, since meanwhile they may have been wanted.
 */
export function afterSetEvent(
  sightings: Sightings,
  name: string,
  before: SetFacts | undefined,
  after: SetFacts | undefined,
): Sightings {
  const goesOn = before && after && !after.deleting && before.uid === after.uid && isNextOf(before, after);
  return keep(
    sightings,
    ({ set, setUid, ordinal }) =>
      set !== name || (goesOn === true && setUid === after.uid && ordinal !== undefined && !inRange(after, ordinal)),
  );
}

function isNextOf(before: SetFacts, after: SetFacts): boolean {
  return after.generation === before.generation || after.generation === before.generation + 1;
}

/** A watch event that shows a pod, in any phase, ends its sighting. */
export function afterPodEvent(sightings: Sightings, pod: PodFacts): Sightings {
  return keep(sightings, (sighting) => sighting.pod !== pod.name);
}

function keep(sightings: Sightings, holds: (sighting: Sighting) => boolean): Sightings {
  const kept = [...sightings].filter(([, sighting]) => holds(sighting));
  return kept.length === sightings.size ? sightings : new Map(kept);
}

/** Whether `ordinal` of `set` is out of range and its pod is known to be absent. */
export function isGone(
  set: SetFacts | 'absent' | undefined,
  ordinal: number,
  pods: ReadonlyMap<string, PodFacts | 'absent'>,
): set is SetFacts {
  if (set === undefined || set === 'absent' || set.deleting || inRange(set, ordinal)) return false;
  return pods.get(podName(set.name, ordinal)) === 'absent';
}

import { inRange, podName } from './observation.ts';
import type { PodFacts, SetFacts } from './observation.ts';

/**
 * Since when an ordinal has been out of range with its pod 404, without a break (removal rule §2): from Kubernetes facts
 * alone, by the monotonic clock, bound to the StatefulSet's UID. Watch events end it at once through `afterSetEvent` and
 * `afterPodEvent`; `continueSightings` begins and counts it.
 */
export interface Sighting {
  /** What is sighted: its pod's name; for a decommissioned id the id. */
  readonly pod: string | undefined;
  readonly set: string | undefined;
  readonly ordinal: number | undefined;
  readonly setUid: string | undefined;
  readonly since: number;
  /** How many observations it rests on. */
  readonly observations: number;
}

export type Sightings = ReadonlyMap<string, Sighting>;

export function placeKey(set: string, ordinal: number): string {
  return `place:${set}/${ordinal}`;
}

export function idKey(id: string): string {
  return `id:${id}`;
}

/** What is out of range and absent now, with the key under which it is sighted. */
export interface Sighted {
  readonly key: string;
  readonly pod: string | undefined;
  readonly set: SetFacts | undefined;
  readonly ordinal: number | undefined;
}

/** Keeps what is still sighted, with one observation more; begins what is new; drops all else. */
export function continueSightings(before: Sightings, sighted: readonly Sighted[], now: number): Sightings {
  return new Map(
    sighted.map(({ key, pod, set, ordinal }) => {
      const known = before.get(key);
      const same = known && known.setUid === set?.uid && known.pod === pod ? known : undefined;
      const sighting: Sighting = {
        pod,
        set: set?.name,
        ordinal,
        setUid: set?.uid,
        since: same?.since ?? now,
        observations: (same?.observations ?? 0) + 1,
      };
      return [key, sighting];
    }),
  );
}

/**
 * A watch event of a StatefulSet: ends the sightings of ordinals that are in range now, all of them when the set is
 * another one or is being deleted, and all of them when a generation was skipped, since in that one they may have been wanted.
 */
export function afterSetEvent(sightings: Sightings, name: string, before: SetFacts | undefined, after: SetFacts | undefined): Sightings {
  const broken =
    !after || after.deleting || (before && (before.uid !== after.uid || after.generation > before.generation + 1));
  return keep(
    sightings,
    ({ set, ordinal }) => set !== name || (!broken && ordinal !== undefined && !inRange(after, ordinal)),
  );
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
  return (
    set !== undefined &&
    set !== 'absent' &&
    !set.deleting &&
    !inRange(set, ordinal) &&
    pods.get(podName(set.name, ordinal)) === 'absent'
  );
}

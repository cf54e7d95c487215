import { namedPlaces, placeOf } from '../identity.ts';
import type { Place } from '../identity.ts';
import { podName } from '../observation.ts';
import type { Facts } from '../observation.ts';
import type { Settings } from '../settings.ts';
import { idKey, placeKey } from '../sightings.ts';

/** T of the rule: a member, or what is left of one in the store's other records. */
export interface Target {
  readonly id: string;
  readonly kind: 'voter' | 'nonvoter' | 'leftover';
  /** As configured; `''` where the store shows none. */
  readonly address: string;
  /** W and o, if the id names one place only. */
  readonly place: Place | undefined;
  /** `spec.decommission` names it: `honoured` once already, or not yet (`open`). */
  readonly intent: 'none' | 'open' | 'honoured';
  /** The pod that would have to be gone; undefined if its name is not known. */
  readonly pod: string | undefined;
  /** Under which its sighting is kept. */
  readonly sightingKey: string;
}

export function targetOf(
  { id, kind, address }: Pick<Target, 'id' | 'kind' | 'address'>,
  facts: Pick<Facts, 'cluster'>,
  settings: Settings,
): Target {
  const listed = settings.decommission.includes(id);
  const honoured = facts.cluster.status.decommissioned?.includes(id) ?? false;
  if (listed && !honoured) {
    const [place, ...more] = namedPlaces(id, settings);
    const only = more.length === 0 ? place : undefined;
    return { id, kind, address, intent: 'open', place: only, pod: podToBeGone(id, settings), sightingKey: idKey(id) };
  }
  const place = placeOf(id, settings);
  return {
    id,
    kind,
    address,
    intent: listed ? 'honoured' : 'none',
    place,
    pod: place && podName(place.set, place.ordinal),
    sightingKey: place ? placeKey(place.set, place.ordinal) : idKey(id),
  };
}

/** Of a decommissioned id: the pod that the template gives, else the one whose name is the id, else none. */
export function podToBeGone(id: string, settings: Settings): string | undefined {
  const [place] = namedPlaces(id, settings);
  if (place) return podName(place.set, place.ordinal);
  return /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(id) ? id : undefined;
}

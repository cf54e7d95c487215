import type { Reason } from '../api/reasons.ts';
import type { verdicts } from '../api/raftcluster.ts';
import type { ClusterState } from './cluster-state.ts';
import { anyPlaceOf, placeOf } from './identity.ts';
import type { Place } from './identity.ts';
import type { Judgement } from './judgement.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import { podName } from './observation.ts';
import type { Facts, Traits } from './observation.ts';
import type { Settings } from './settings.ts';
import { idKey, placeKey } from './sightings.ts';
import type { Trust } from './trust.ts';

export type Verdict = (typeof verdicts)[number];

/** Everything that a clause may look at, apart from the member in question. */
export interface Context {
  readonly facts: Facts;
  readonly settings: Settings;
  readonly judgement: Judgement;
  readonly state: ClusterState;
  readonly trust: ReadonlyMap<string, Trust>;
  /** As of this observation. */
  readonly memory: Memory;
  readonly now: Moment;
  readonly traits: Traits;
  /** The removal in flight after this observation, if one is. */
  readonly inFlight: boolean;
  /** When the removals of the last hour were sent, wall milliseconds. */
  readonly sentAt: readonly number[];
}

/** T of the rule: a member, or what is left of one in the store's other records. */
export interface Target {
  readonly id: string;
  readonly kind: 'voter' | 'nonvoter' | 'leftover';
  readonly address: string;
  readonly place: Place | undefined;
  /** `spec.decommission` names it: `honoured` once already, or not yet (`open`). */
  readonly intent: 'none' | 'open' | 'honoured';
  /** The pod that would have to be gone; undefined if its name is not known. */
  readonly pod: string | undefined;
  readonly sightingKey: string;
}

export function targetOf(id: string, kind: Target['kind'], address: string, context: Pick<Context, 'facts' | 'settings'>): Target {
  const { facts, settings } = context;
  const listed = settings.decommission.includes(id);
  const honoured = facts.cluster.status.decommissioned?.includes(id) ?? false;
  const intent = listed ? (honoured ? 'honoured' : 'open') : 'none';
  const place = intent === 'open' ? anyPlaceOf(id, settings) : placeOf(id, settings);
  const pod = place ? podName(place.set, place.ordinal) : intent === 'open' ? id : undefined;
  const sightingKey = intent === 'open' || !place ? idKey(id) : placeKey(place.set, place.ordinal);
  return { id, kind, address, place, intent, pod, sightingKey };
}

/** A clause that does not hold: why, and when time alone may change that (monotonic milliseconds). */
export interface Refusal {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly message: string;
  readonly until?: number | undefined;
}

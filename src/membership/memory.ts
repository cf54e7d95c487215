import type { Failure } from './failure.ts';
import type { Finished } from './record-life.ts';
import type { Heard } from './sign-of-life.ts';
import type { Sightings } from './sightings.ts';

/**
 * What the operator keeps between the decisions about one RaftCluster: in memory only, bound to its UID, all times
 * monotonic milliseconds. Losing it (a restart, another leader) costs time, never safety.
 */
export interface Memory {
  readonly uid: string;
  /** Nothing is sent before: a removal that a predecessor sent may still take effect. */
  readonly quietUntil: number;
  readonly sightings: Sightings;
  readonly heard: Heard | undefined;
  /** Nodes that claim leadership with a term that is not the highest: since when, by `claimKey`. */
  readonly lesserClaims: ReadonlyMap<string, number>;
  /** By member id. */
  readonly failures: ReadonlyMap<string, Failure>;
  readonly flight: Flight | undefined;
  /** Since when something has been looking wrong, which is looked at more often than the poll. */
  readonly unsettled: Unsettled | undefined;
}

/** What looks wrong, and since when exactly that. */
export interface Unsettled {
  readonly what: string;
  readonly since: number;
}

/** What this process knows of the removal in flight beyond `status.removal`. */
export interface Flight {
  readonly member: string;
  readonly startedAt: string;
  /** When this process first saw the record. */
  readonly seenAt: number;
  /** When it handed the request over; undefined for a record that it found. */
  readonly sentAt: number | undefined;
  /** What the call brought. */
  readonly answer: string | undefined;
  /** The store has answered, or nothing was sent: nothing of it can take effect later. */
  readonly isOver: boolean;
  /** That it is removed, as soon as it was proven; the record stays until nothing can take effect any more. */
  readonly proof: Finished | undefined;
}

/** `quiet`: how long nothing may be sent, milliseconds (removal rule §4: a RaftCluster without status waits). */
export function newMemory(uid: string, now: number, quiet: number): Memory {
  return {
    uid,
    quietUntil: now + quiet,
    sightings: new Map(),
    heard: undefined,
    lesserClaims: new Map(),
    failures: new Map(),
    flight: undefined,
    unsettled: undefined,
  };
}

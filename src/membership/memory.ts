import type { Heard } from './sign-of-life.ts';
import type { Sighting } from './sightings.ts';

/**
 * What the operator keeps between the decisions about one RaftCluster: in memory only, bound to its UID, all times
 * monotonic milliseconds. Losing it (a restart, another leader) costs time, never safety.
 */
export interface Memory {
  readonly uid: string;
  /** When this process first saw the RaftCluster. */
  readonly firstSeenAt: number;
  /** Nothing is sent before: a RaftCluster without status may have had a predecessor whose removal can still take effect. */
  readonly quietUntil: number;
  readonly sightings: ReadonlyMap<string, Sighting>;
  readonly heard: Heard | undefined;
  /** Nodes that claim leadership with a term that is not the highest: since when, by pod and term. */
  readonly lesserClaims: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, Failure>;
  readonly flight: Flight | undefined;
  /** Since when something has been looking wrong, which is looked at more often than the poll. */
  readonly unsettledSince: number | undefined;
}

/** The removals of a member that were proven not to have happened, since the last that did. */
export interface Failure {
  readonly count: number;
  readonly firstAt: number;
  /** Not a candidate before. */
  readonly backoffUntil: number;
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
}

export function newMemory(uid: string, now: number, quiet: number): Memory {
  return {
    uid,
    firstSeenAt: now,
    quietUntil: now + quiet,
    sightings: new Map(),
    heard: undefined,
    lesserClaims: new Map(),
    failures: new Map(),
    flight: undefined,
    unsettledSince: undefined,
  };
}

import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { Reading } from './evidence.ts';
import type { Settings } from './settings.ts';

/**
 * Everything that one decision rests on, as plain data. A cached one tells whether there is anything to do; only a fresh
 * one, made of uncached reads, may lead to a removal: `decide` returns an order to remove for that type alone.
 */
export type Observation = CachedObservation | FreshObservation;

export interface CachedObservation extends Facts {
  readonly freshness: 'cached';
}

export interface FreshObservation extends Facts {
  readonly freshness: 'fresh';
  /** When the first of its reads began, monotonic milliseconds: the fence counts from here. */
  readonly firstReadAt: number;
}

export interface Facts {
  readonly cluster: ClusterFacts;
  /** The other RaftClusters of the namespace. */
  readonly rivals: readonly Rival[];
  /** Every set of `setsOfInterest`, by name. Without an entry nothing is known of it. */
  readonly sets: ReadonlyMap<string, SetFacts | 'absent'>;
  /** Every pod of the sets and of `podsOfInterest`, by name. `absent` is a 404 for that name; without an entry nothing is known. */
  readonly pods: ReadonlyMap<string, PodFacts | 'absent'>;
  /** The answers of one admin round, in the order in which they arrived. */
  readonly readings: readonly Reading[];
  /** Whether the credentials may remove, as far as it was asked. */
  readonly mayRemove: 'allowed' | 'forbidden' | 'unsupported' | 'unknown';
}

export interface ClusterFacts {
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  /** Wall time, RFC 3339. */
  readonly createdAt: string;
  readonly deleting: boolean;
  /** What somebody who asks for a look at once wants to see in the status afterwards. */
  readonly requestedAt?: string | undefined;
  readonly settings: Settings | InvalidSettings;
  readonly status: RaftClusterStatus;
}

export interface InvalidSettings {
  /** Names the field and the cure. */
  readonly invalid: string;
}

export interface Rival {
  readonly name: string;
  readonly createdAt: string;
  readonly sets: readonly string[];
}

export interface SetFacts {
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly deleting: boolean;
  readonly replicas: number;
  readonly start: number;
  /** Pods that exist, condemned and Terminating ones included. */
  readonly statusReplicas: number;
  /** A rolling update is under way. */
  readonly rolling: boolean;
}

export interface PodFacts {
  readonly name: string;
  readonly uid: string;
  /** UID of the StatefulSet that controls it. */
  readonly ownerUid: string | null;
  readonly terminating: boolean;
  readonly ip: string | null;
}

/** What the rule must know about the store (`StoreTraits`, by structure). Milliseconds. */
export interface Traits {
  /** How often the store's nodes hear from each other; `null`: it gives no sign of life. */
  readonly heartbeatInterval: number | null;
  /** The longest that a removal may still take effect after its request was given up. */
  readonly longestAct: number;
  /** Whether its other records may keep a member that is gone from the configuration. */
  readonly leavesRecords: boolean;
}

export function inRange(set: SetFacts, ordinal: number): boolean {
  return ordinal >= set.start && ordinal < set.start + set.replicas;
}

export function podName(set: string, ordinal: number): string {
  return `${set}-${ordinal}`;
}

import type { clauses } from '../../../src/membership/clauses/clauses.ts';
import { cluster } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

export type ClauseName = (typeof clauses)[number][0];

/** One state of the world, and what is thought of one member in it; by default of `arc-4`. */
export type Case = readonly [name: string, expected: string, given: () => Cluster, member?: string];

export type Cases<Name extends ClauseName> = Readonly<Record<Name, readonly Case[]>>;

export const removed = 'Removing RemovingVoter, to be removed';

/** Five voters, of which `wanted` are wanted; all gone ones have settled. */
export function settled(wanted = 3): Cluster {
  return cluster().set('arc', { replicas: wanted }).voters(5).settled();
}

/** Three voters of `arc`, and one of `reader`, which wants none any more. */
export function withReader(): Cluster {
  return cluster().set('arc').voters(3).set('reader', { replicas: 0 }).member('reader-0');
}

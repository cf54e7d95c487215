import type { Route } from '../engine/network.ts';
import { Seeded } from '../engine/seeded.ts';
import type { WorldOptions } from '../world/world.ts';

/** Milliseconds at most: by which caches are behind, and which the ways of a request and of Raft's messages take. */
const paces = [
  { lag: 5, way: 0.5, wire: 0 },
  { lag: 30, way: 5, wire: 5 },
  { lag: 150, way: 25, wire: 30 },
  { lag: 300, way: 80, wire: 80 },
] as const;

/** How fast a machine is. */
export interface Pace {
  readonly lag: NonNullable<WorldOptions['lag']>;
  readonly route: Route;
  /** Milliseconds that a message between two members takes more; drawn for each pair. */
  readonly wire: () => number;
}

/** How fast the machine is that a story would run on, with this seed. */
export function paceOf(seed: number): Pace {
  const chance = new Seeded(seed).fork('pace');
  const { lag, way, wire } = paces[seed % paces.length] ?? paces[0];
  const behind = (): number => chance.between(0, lag);
  return {
    lag: { watch: behind, cache: behind, controller: behind },
    route: ({ method, origin }) => {
      // A removal waits for the leader's disk, which a busy machine keeps waiting for longer than the model of Raft does.
      const slowness = method === 'DELETE' && origin.startsWith('http:') ? 4 : 1;
      return { there: chance.between(0.1, way * slowness), back: chance.between(0.1, way), fate: 'arrives' };
    },
    wire: () => chance.between(0, wire),
  };
}

import type { Route } from '../engine/network.ts';
import { Seeded } from '../engine/seeded.ts';
import type { WorldOptions } from '../world/world.ts';

/** Milliseconds that caches are behind, and that the way of a request takes, at most: an idle machine, a busy one. */
const paces = [
  { lag: 5, way: 0.5 },
  { lag: 30, way: 5 },
  { lag: 150, way: 25 },
  { lag: 300, way: 80 },
] as const;

/** How fast the machine is that a story would run on, with this seed. */
export function paceOf(seed: number): { readonly lag: NonNullable<WorldOptions['lag']>; readonly route: Route } {
  const chance = new Seeded(seed).fork('pace');
  const { lag, way } = paces[seed % paces.length] ?? paces[0];
  const behind = (): number => chance.between(0, lag);
  return {
    lag: { watch: behind, cache: behind, controller: behind },
    route: () => ({ there: chance.between(0.1, way), back: chance.between(0.1, way), fate: 'arrives' }),
  };
}

import { Seeded } from '../engine/seeded.ts';
import type { Route } from '../engine/network.ts';
import type { WorldOptions } from '../world/world.ts';

export interface Timings {
  readonly lag: NonNullable<WorldOptions['lag']>;
  readonly route: Route;
}

/** Milliseconds that caches are behind, and that the way takes, at most. */
const paces = [
  { lag: 0, way: 0.3 },
  { lag: 150, way: 8 },
  { lag: 1_500, way: 40 },
] as const;

/** How fast the world around an operator is: with one seed nothing lags, with the next everything does, more or less. */
export function timingsOf(seed: number): Timings {
  const chance = new Seeded(seed).fork('timings');
  const { lag, way } = paces[(seed - 1) % paces.length] ?? paces[0];
  const behind = (): number => chance.between(0, lag);
  return {
    lag: lag === 0 ? {} : { watch: behind, cache: behind, controller: behind },
    route: () => ({ there: chance.between(0.1, way), back: chance.between(0.1, way), fate: 'arrives' }),
  };
}

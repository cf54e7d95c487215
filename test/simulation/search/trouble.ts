import type { Seeded } from '../engine/seeded.ts';
import type { World } from '../world/world.ts';
import type { SimulatedOperator } from '../world/simulated-operator.ts';

/** One kind of thing that goes wrong, or that people do. */
export interface Trouble {
  /** Of the class: what the counts are kept by. */
  readonly name: string;
  /** How often it is drawn beside the others. */
  readonly weight: number;
  /** Does it now. What has to be undone when calm returns is given to `later`. Answers what happened; undefined: it could not. */
  readonly happen: (stage: Stage) => string | undefined;
}

/** What a trouble has to work with. */
export interface Stage {
  readonly world: World;
  readonly random: Seeded;
  readonly operators: readonly SimulatedOperator[];
  /** Starts another operator. */
  readonly start: () => void;
  /** Undoes something after a while, and at the latest when calm returns. */
  readonly later: (delay: number, undo: () => void) => void;
}

/** A pod of the store that exists. */
export function somePod({ world, random }: Stage): string | undefined {
  const pods = world.kubernetes.objects.list('pods').map(({ metadata }) => metadata.name);
  return pods.length === 0 ? undefined : random.pick(pods);
}

export function someSet({ world, random }: Stage): string | undefined {
  const sets = world.kubernetes.objects.list('statefulsets').map(({ metadata }) => metadata.name);
  return sets.length === 0 ? undefined : random.pick(sets);
}

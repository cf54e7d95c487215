import type { Scene } from './scene.ts';

/** One story, told to a bed. */
export interface Scenario {
  readonly title: string;
  readonly play: (scene: Scene) => Promise<void>;
  /** Of the store; default A. */
  readonly generation?: Generation;
  /** What people see of it is in the golden file of another one. */
  readonly isSeenElsewhere?: boolean;
}

/** A: everybody votes. B: only writers do; a store that is `healthy` has two readers beside them. */
export type Generation = 'A' | 'B';

export function scenario(title: string, play: (scene: Scene) => Promise<void>): Scenario {
  return { title, play };
}

import type { Scene } from './scene.ts';

/** One story, told to a bed. */
export interface Scenario {
  readonly title: string;
  readonly play: (scene: Scene) => Promise<void>;
}

export function scenario(title: string, play: (scene: Scene) => Promise<void>): Scenario {
  return { title, play };
}

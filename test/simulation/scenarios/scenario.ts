import type { WorldOptions } from '../world/world.ts';
import { type End, endOf } from './end.ts';
import type { Stage } from './stage.ts';

/** One situation of the removal rule (§6), told in the deterministic world. */
export interface Scenario {
  /** Of the rule's table; a letter tells apart several stories of one row. */
  readonly number: string;
  readonly title: string;
  readonly options: ScenarioOptions;
  /** What happens, and what must be so meanwhile. Says nothing of exact times: they are drawn. */
  readonly story: (stage: Stage) => Promise<void>;
  /** What is left when it is over, to be compared with another run's. */
  readonly end: (stage: Stage) => End;
}

export interface ScenarioOptions extends Partial<Omit<WorldOptions, 'seed' | 'lag'>> {
  /** Of the set `arc`, where `sets` does not say otherwise. */
  readonly replicas?: number;
}

export function scenario(
  number: string,
  title: string,
  options: ScenarioOptions,
  story: (stage: Stage) => Promise<void>,
  end = endOf,
): Scenario {
  return { number, title, options, story, end };
}

import { scenarios } from '../scenarios/all.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Ending } from '../variations/ending.ts';
import { playVaried, type Varied } from '../variations/play-varied.ts';
import { stories } from '../variations/stories.ts';
import { type Gap, gapsIn, open } from './gaps.ts';
import { Marks } from './marks.ts';

/** One run in which something is not seen; without a gap: the undisturbed run. */
export interface UnobservedTask {
  /** Of the scenario. */
  readonly number: string;
  readonly seed: number;
  readonly gap?: Gap | undefined;
  readonly expected?: Ending | undefined;
}

export interface UnobservedReport {
  readonly ending: Ending;
  readonly failures: readonly string[];
  readonly gaps: readonly Gap[];
}

export async function playUnobserved(task: UnobservedTask): Promise<UnobservedReport & Varied> {
  const { number, seed, gap, expected } = task;
  let marks: Marks | undefined;
  let since = Number.POSITIVE_INFINITY;
  let withheld = (): number => 1;
  const varied = await playVaried(scenarioOf(number), {
    seed,
    expected,
    removals: 'atMost',
    prepare: (stage) => {
      const { objects } = stage.world.kubernetes;
      marks = new Marks(objects);
      if (gap) withheld = open(stage, marks, gap);
      stage.world.network.tap({
        sending: ({ isStream }) => {
          if (isStream) since = Math.min(since, stage.world.now);
        },
      });
    },
  });
  const seen = withheld() > 0 ? [] : ['nothing was withheld'];
  return {
    ...varied,
    failures: [...varied.failures, ...seen],
    gaps: gap ? [] : gapsIn(marks?.all ?? [], since),
  };
}

/**
 * Without row 19, the same story again and again; 29a to 29c, which withhold events of their own; and 7, 26, 29f and 40c, where people wait
 * until the operator tells of the very change that it does not see, or mean by two changes what none says (an entry of
 * `decommission` taken out and put back).
 */
const leftOut = /^(7|19[a-l]|26|29[a-cf]|40c)$/;

export const unobservedScenarios: readonly Scenario[] = [
  ...stories,
  ...scenarios.filter(({ number }) => !leftOut.test(number)),
];

function scenarioOf(number: string): Scenario {
  const scenario = unobservedScenarios.find((each) => each.number === number);
  if (scenario === undefined) throw new RangeError(`no scenario ${number}`);
  return scenario;
}

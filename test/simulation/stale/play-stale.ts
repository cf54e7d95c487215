import { scenarios } from '../scenarios/all.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Ending } from '../variations/ending.ts';
import { playVaried, type Varied } from '../variations/play-varied.ts';
import { stories } from '../variations/stories.ts';
import { type Pin, pin } from './pins.ts';
import { Versions } from './versions.ts';

/** One run with pinned caches; without a pin: the undisturbed run. */
export interface StaleTask {
  /** Of the scenario. */
  readonly number: string;
  readonly seed: number;
  readonly pin?: Pin | undefined;
  readonly expected?: Ending | undefined;
}

export interface StaleReport {
  readonly ending: Ending;
  readonly failures: readonly string[];
  /** How many DELETEs were sent, and what could have been pinned before them. */
  readonly deletes: number;
  readonly pins: readonly Pin[];
}

export async function playStale({ number, seed, pin: given, expected }: StaleTask): Promise<StaleReport & Varied> {
  let versions: Versions | undefined;
  const varied = await playVaried(scenarioOf(number), {
    seed,
    expected,
    removals: 'atMost',
    prepare: (stage) => {
      versions = new Versions(stage);
      if (given) pin(stage, given);
    },
  });
  return { ...varied, deletes: versions?.deletes.length ?? 0, pins: given ? [] : (versions?.pins ?? []) };
}

/**
 * Rows of the rule that begin as others and differ in what happens to a DELETE, which no cache shows, are left out. So is
 * 41: its people scale on by the clock, and end the quorum themselves when an operator that is held up removes nothing.
 */
const rows = new Set(['1', '3', '10b', '12', '13', '14a', '26']);

export const staleScenarios: readonly Scenario[] = [...stories, ...scenarios.filter(({ number }) => rows.has(number))];

function scenarioOf(number: string): Scenario {
  const scenario = staleScenarios.find((each) => each.number === number);
  if (scenario === undefined) throw new RangeError(`no scenario ${number}`);
  return scenario;
}

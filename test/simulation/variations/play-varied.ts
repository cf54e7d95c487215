import { play } from '../scenarios/play.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Stage } from '../scenarios/stage.ts';
import { differences, type Ending, endingOf, type Removals } from './ending.ts';

/** For a backoff of five minutes, and what follows it. Milliseconds. */
const patience = 15 * 60_000;
/** Until the hourly budget frees. Milliseconds. */
const budget = 75 * 60_000;
/** Nothing may change any more for so long after the end. Milliseconds. */
const silence = 30_000;

export interface Varied {
  readonly stage: Stage;
  readonly ending: Ending;
  /** In words; empty: nothing was wrong. */
  readonly failures: readonly string[];
}

export interface VariedOptions {
  readonly seed: number;
  /** Adds what disturbs this run, before anything happens in it. */
  readonly prepare?: (stage: Stage) => void;
  /** What the undisturbed run left behind; undefined: this is it, and all that the story expects is checked. */
  readonly expected?: Ending | undefined;
  /** How the removals compare with that; `equal` without it. */
  readonly removals?: Removals;
}

/** Plays a scenario that something disturbs: no oracle may be violated, and in the end everything is as without it. */
export async function playVaried(
  scenario: Scenario,
  { seed, prepare, expected, removals = 'equal' }: VariedOptions,
): Promise<Varied> {
  const { stage, failures } = await play(scenario, {
    seed,
    isStrict: expected === undefined,
    ...(prepare && { prepare }),
  });
  const { world, oracles } = stage;
  const known = oracles.violations.length;
  const differing = (): readonly string[] =>
    expected ? differences(scenario, expected, endingOf(scenario, stage), removals) : [];
  if (expected !== undefined) {
    const isOver = (): boolean => oracles.isBroken || differing().length === 0;
    const isSpent = (): boolean => (stage.status.members ?? []).some(({ reason }) => reason === 'BudgetSpent');
    if (!(await world.until(isOver, patience)) && isSpent()) await world.until(isOver, budget);
    await world.timeline.run(world.now + silence, () => oracles.isBroken);
  }
  const late = oracles.violations.slice(known).map(({ rule, at, message }) => `${rule} at ${seconds(at)}: ${message}`);
  for (const operator of world.operators) operator.crash();
  return { stage, ending: endingOf(scenario, stage), failures: [...failures, ...late, ...differing()] };
}

function seconds(at: number): string {
  return `${(at / 1000).toFixed(3)} s`;
}

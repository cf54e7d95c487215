import { scenarios } from '../scenarios/all.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Ending } from '../variations/ending.ts';
import { playVaried, type Varied } from '../variations/play-varied.ts';
import { type CrashPoint, Crashes } from './crashes.ts';
import { type Crash, printPlan } from './plan.ts';

/** One run with crashes; without any: the undisturbed run. */
export interface CrashTask {
  /** Of the scenario. */
  readonly number: string;
  readonly seed: number;
  readonly plan: readonly Crash[];
  readonly expected?: Ending | undefined;
}

/** `17a 7.sending+9.answered` */
export function printTask({ number, plan }: CrashTask): string {
  return plan.length === 0 ? number : `${number} ${printPlan(plan)}`;
}

export interface CrashReport {
  readonly ending: Ending;
  readonly failures: readonly string[];
  /** Where it could have crashed once more. */
  readonly points: readonly CrashPoint[];
}

export async function playCrash(task: CrashTask): Promise<CrashReport & Varied> {
  const { number, seed, plan, expected } = task;
  let crashes: Crashes | undefined;
  const varied = await playVaried(scenarioOf(number), {
    seed,
    expected,
    prepare: (stage) => {
      crashes = new Crashes(stage, plan);
    },
  });
  const missed = crashes?.isDone === true ? [] : ['the run did not come to the point of its crash'];
  return { ...varied, failures: [...varied.failures, ...missed], points: crashes?.points ?? [] };
}

/**
 * Without row 19, whose stories are crashes of their own; 1c, in which one of two equal ghosts may go, whichever; 31b and 34b
 * and c, which end in the middle of something; and 41, where people scale down once a minute whatever the operator says: a
 * settling delay that begins anew with a new operator costs them the quorum, as `ScaleDownSafe` warns.
 */
const leftOut = /^(1c|19[a-l]|31b|34[bc]|41)$/;

export const crashScenarios: readonly Scenario[] = scenarios.filter(({ number }) => !leftOut.test(number));

/** The first of each row; the others of it end in another way and begin like that one. */
export const firstScenarios: readonly Scenario[] = crashScenarios.filter(
  ({ number }, index, all) => all.findIndex((other) => rowOf(other.number) === rowOf(number)) === index,
);

export function rowOf(number: string): string {
  return number.replace(/[a-z]+$/, '');
}

function scenarioOf(number: string): Scenario {
  const scenario = crashScenarios.find((each) => each.number === number);
  if (scenario === undefined) throw new RangeError(`no scenario ${number}`);
  return scenario;
}

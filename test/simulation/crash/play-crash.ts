import { scenarios } from '../scenarios/all.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Ending } from '../variations/ending.ts';
import { playVaried, type Varied } from '../variations/play-varied.ts';
import { type CrashPoint, Crashes } from './crashes.ts';
import type { Crash } from './plan.ts';

/** One run with crashes; without any: the undisturbed run. */
export interface CrashTask {
  /** Of the scenario. */
  readonly number: string;
  readonly seed: number;
  readonly plan: readonly Crash[];
  readonly expected?: Ending | undefined;
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
 * Without row 19, whose stories are crashes of their own; 34b and c, which end in the middle of something when the RaftCluster
 * is deleted; and 41, where people scale down once a minute whatever the operator says: a settling delay that begins anew
 * with a new operator costs them the quorum, as `ScaleDownSafe` warns.
 */
const leftOut = /^(19[a-l]|34[bc]|41)$/;

export const crashScenarios: readonly Scenario[] = scenarios.filter(({ number }) => !leftOut.test(number));

function scenarioOf(number: string): Scenario {
  const scenario = crashScenarios.find((each) => each.number === number);
  if (scenario === undefined) throw new RangeError(`no scenario ${number}`);
  return scenario;
}

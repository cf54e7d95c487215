import type { CrashPoint } from './crashes.ts';
import { type CrashTask, printTask } from './play-crash.ts';
import { printPlan } from './plan.ts';

/** A point at which a run could crash once more. */
export interface Found {
  readonly task: CrashTask;
  readonly point: CrashPoint;
}

/** What there is to play after some runs. */
export interface Next {
  readonly found: readonly Found[];
  /** The runs with one crash more, one for all points that are the same. */
  readonly distinct: readonly CrashTask[];
}

export interface Pairs {
  /** All of them: a point that is the same as another is followed by the same points. */
  readonly count: number;
  readonly distinct: readonly CrashTask[];
  /** Scenarios with more singles than others: the pairs of the few longest would take longer than those of all the rest. */
  readonly leftOut: readonly string[];
}

/** `most`: of how many scenarios the pairs are wanted. */
export function afterSingles(singles: Next, seconds: Next, most: number): Pairs {
  const singlesOf = (number: string): number => singles.distinct.filter((task) => task.number === number).length;
  const numbers = [...new Set(singles.distinct.map(({ number }) => number))];
  const leftOut = new Set(numbers.toSorted((a, b) => singlesOf(a) - singlesOf(b)).slice(most));
  const weights = weightsOf(singles);
  const kept = seconds.found.filter(({ task }) => !leftOut.has(task.number));
  return {
    count: kept.reduce((sum, { task }) => sum + (weights.get(printTask(task)) ?? 1), 0),
    distinct: seconds.distinct.filter(({ number }) => !leftOut.has(number)),
    leftOut: [...leftOut],
  };
}

/** How many points each distinct single stands for. */
function weightsOf({ found, distinct }: Next): ReadonlyMap<string, number> {
  const keyOf = (number: string, point: CrashPoint): string => `${number} ${point.moment}`;
  const sizes = new Map<string, number>();
  const moments = new Map<string, string>();
  for (const { task, point } of found) {
    const key = keyOf(task.number, point);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
    moments.set(`${task.number} ${printPlan([point])}`, key);
  }
  return new Map(distinct.map((task) => [printTask(task), sizes.get(moments.get(printTask(task)) ?? '') ?? 1]));
}

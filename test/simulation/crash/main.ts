/**
 * `node test/simulation/crash/main.ts [--pairs] [--only=5] [--seed=1]`: plays every scenario undisturbed, then with a crash
 * of the operator at every point of every effect; with `--pairs` also with a second crash at every point that is left after
 * the first. Points that nothing can tell apart are played once. `--only=5 --crash=7.sending` plays one run, as a picture.
 */
import { parseArgs } from 'node:util';

import { Pool } from '../variations/pool.ts';
import { show } from '../variations/show.ts';
import { Tally } from '../variations/tally.ts';
import type { CrashPoint } from './crashes.ts';
import { type CrashReport, crashScenarios, type CrashTask, playCrash } from './play-crash.ts';
import { parsePlan, printPlan } from './plan.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    crash: { type: 'string' },
  },
});
const seed = Number(values.seed);
const rows = (values.only ?? '').split(',');
const chosen = crashScenarios.filter(
  ({ number }) => values.only === undefined || rows.includes(number) || rows.includes(number.replace(/[a-z]+$/, '')),
);
if (values.crash === undefined) await search();
else await replay(values.crash);

async function search(): Promise<void> {
  const pool = new Pool<CrashTask, CrashReport>(new URL('worker.ts', import.meta.url));
  const tally = new Tally();
  const undisturbed = chosen.map(({ number }): CrashTask => ({ number, seed, plan: [] }));
  const singles = await playAll(pool, tally, undisturbed);
  const effects = new Set(singles.found.map(({ task, point }) => `${task.number} ${point.effect}`)).size;
  console.log(
    `${undisturbed.length} scenarios, ${effects} effects, ${singles.found.length} points (${tally.seconds} s)`,
  );
  const pairs = await playAll(pool, tally, singles.distinct);
  console.log(`${singles.found.length} singles, ${singles.distinct.length} of them distinct (${tally.seconds} s)`);
  // A point that is the same as another is followed by the same points.
  const weights = weightsOf(singles);
  const total = pairs.found.reduce((sum, { task }) => sum + (weights.get(printTask(task)) ?? 1), 0);
  if (values.pairs) await playAll(pool, tally, pairs.distinct);
  const played = values.pairs ? `(${tally.seconds} s)` : 'are left to --pairs';
  console.log(`${total} pairs, ${pairs.distinct.length} of them distinct ${played}`);
  await pool.end();
  tally.end();
}

interface Next {
  /** Every point at which one of the runs could crash once more. */
  readonly found: readonly { readonly task: CrashTask; readonly point: CrashPoint }[];
  /** The runs with one crash more, one for all points that are the same. */
  readonly distinct: readonly CrashTask[];
}

async function playAll(pool: Pool<CrashTask, CrashReport>, tally: Tally, tasks: readonly CrashTask[]): Promise<Next> {
  const found: Next['found'][number][] = [];
  const distinct: CrashTask[] = [];
  await pool.run(tasks, (task, answer) => {
    const failures = 'error' in answer ? [answer.error] : answer.report.failures;
    tally.count(`scenario ${printTask(task)}`, failures, commandOf(task));
    if ('error' in answer || failures.length > 0) return;
    const { points, ending } = answer.report;
    const expected = task.expected ?? ending;
    const moments = new Set<string>();
    for (const point of points) {
      found.push({ task, point });
      if (moments.has(point.moment)) continue;
      moments.add(point.moment);
      distinct.push({ ...task, expected, plan: [...task.plan, { effect: point.effect, point: point.point }] });
    }
  });
  return { found, distinct };
}

/** How many points each distinct single stands for. */
function weightsOf({ found, distinct }: Next): ReadonlyMap<string, number> {
  const momentOf = (number: string, text: string): string | undefined =>
    found.find(({ task, point }) => task.number === number && printPlan([point]) === text)?.point.moment;
  return new Map(
    distinct.map((task) => {
      const moment = momentOf(task.number, printPlan(task.plan));
      const same = found.filter(({ task: { number }, point }) => number === task.number && point.moment === moment);
      return [printTask(task), same.length];
    }),
  );
}

async function replay(crash: string): Promise<void> {
  for (const { number } of chosen) {
    const { ending: expected } = await playCrash({ number, seed, plan: [] });
    show(await playCrash({ number, seed, plan: parsePlan(crash), expected }));
  }
}

function printTask({ number, plan }: CrashTask): string {
  return plan.length === 0 ? number : `${number} ${printPlan(plan)}`;
}

function commandOf({ number, plan }: CrashTask): string {
  const how = plan.length === 0 ? `ONLY=${number} SEED=${seed} node test/simulation/scenarios/main.ts` : undefined;
  return how ?? `node test/simulation/crash/main.ts --only=${number} --seed=${seed} --crash=${printPlan(plan)}`;
}

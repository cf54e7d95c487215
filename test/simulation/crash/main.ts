/**
 * `node test/simulation/crash/main.ts [--every] [--pairs] [--only=5] [--seed=1]`: plays one scenario of every row, or every
 * scenario, undisturbed, then with a crash of the operator at every point of every effect; with `--pairs` also with a second
 * crash at every point that is left after the first, of the thirty shortest scenarios or of every one. Points that nothing
 * can tell apart are played once.
 * `--only=5 --crash=7.sending` plays one run, as a picture; `--crash=none` the undisturbed one.
 */
import { parseArgs } from 'node:util';

import { Pool } from '../variations/pool.ts';
import { show } from '../variations/show.ts';
import { Tally } from '../variations/tally.ts';
import {
  type CrashReport,
  crashScenarios,
  type CrashTask,
  firstScenarios,
  playCrash,
  printTask,
  rowOf,
} from './play-crash.ts';
import { afterSingles, type Found, type Next } from './pairs.ts';
import { parsePlan, printPlan } from './plan.ts';

const { values } = parseArgs({
  options: {
    every: { type: 'boolean', default: false },
    pairs: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    crash: { type: 'string' },
  },
});
/** Those of the shortest ones, unless of every scenario. */
const pairedScenarios = 30;
const seed = Number(values.seed);
const rows = (values.only ?? '').split(',');
const named = crashScenarios.filter(({ number }) => rows.includes(number) || rows.includes(rowOf(number)));
const unnamed = values.every ? crashScenarios : firstScenarios;
const chosen = values.only === undefined ? unnamed : named;
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
  const seconds = await playAll(pool, tally, singles.distinct);
  console.log(`${singles.found.length} singles, ${singles.distinct.length} of them distinct (${tally.seconds} s)`);
  const pairs = afterSingles(singles, seconds, values.every ? Infinity : pairedScenarios);
  if (values.pairs) await playAll(pool, tally, pairs.distinct);
  const played = values.pairs ? `(${tally.seconds} s)` : 'are left to --pairs';
  console.log(`${pairs.count} pairs, ${pairs.distinct.length} of them distinct ${played}`);
  if (pairs.leftOut.length > 0) console.log(`no pairs without --every for the longest: ${pairs.leftOut.join(', ')}`);
  await pool.end();
  tally.end();
}

async function playAll(pool: Pool<CrashTask, CrashReport>, tally: Tally, tasks: readonly CrashTask[]): Promise<Next> {
  const found: Found[] = [];
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

async function replay(crash: string): Promise<void> {
  for (const { number } of chosen) {
    const undisturbed = await playCrash({ number, seed, plan: [] });
    if (crash === 'none') show(undisturbed);
    else show(await playCrash({ number, seed, plan: parsePlan(crash), expected: undisturbed.ending }));
  }
}

function commandOf({ number, plan }: CrashTask): string {
  const crash = plan.length === 0 ? 'none' : printPlan(plan);
  return `node test/simulation/crash/main.ts --only=${number} --seed=${seed} --crash=${crash}`;
}

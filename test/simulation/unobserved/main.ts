/**
 * `node test/simulation/unobserved/main.ts [--only=V6] [--seed=1]`: for each pair of changes of which the later one cancels
 * the earlier (scaled down and up, a pod created and gone, a set deleted and re-created), plays the story again and lets the
 * operators see the later one only. Nothing wrong may be sent, and the end must be the same.
 * `--only=V6 --gap=statefulsets/arc@3..4.skipped` plays one run, as a picture; `--gap=none` the undisturbed one.
 */
import { parseArgs } from 'node:util';

import { Pool } from '../variations/pool.ts';
import { show } from '../variations/show.ts';
import { Tally } from '../variations/tally.ts';
import { type Gap, ways } from './gaps.ts';
import { playUnobserved, type UnobservedReport, unobservedScenarios, type UnobservedTask } from './play-unobserved.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, seed: { type: 'string', default: '1' }, gap: { type: 'string' } },
});
const seed = Number(values.seed);
const rows = (values.only ?? '').split(',');
const chosen = unobservedScenarios.filter(({ number }) => values.only === undefined || rows.includes(number));
if (values.gap === undefined) await search();
else await replay(parseGap(values.gap));

async function search(): Promise<void> {
  const pool = new Pool<UnobservedTask, UnobservedReport>(new URL('worker.ts', import.meta.url));
  const tally = new Tally();
  const replays: UnobservedTask[] = [];
  await pool.run(
    chosen.map(({ number }): UnobservedTask => ({ number, seed })),
    (task, answer) => {
      tally.count(
        `scenario ${task.number}`,
        'error' in answer ? [answer.error] : answer.report.failures,
        commandOf(task),
      );
      if ('error' in answer) return;
      for (const gap of answer.report.gaps) replays.push({ ...task, gap, expected: answer.report.ending });
    },
  );
  const told = new Set(replays.map(({ number }) => number)).size;
  console.log(`${chosen.length} stories, ${told} of them with changes that cancel others`);
  await pool.run(replays, (task, answer) => {
    const gap = task.gap ? printGap(task.gap) : '';
    tally.count(
      `scenario ${task.number} without ${gap}`,
      'error' in answer ? [answer.error] : answer.report.failures,
      commandOf(task),
    );
  });
  console.log(`${replays.length / ways.length} pairs, ${replays.length} replays (${tally.seconds} s)`);
  await pool.end();
  tally.end();
}

async function replay(gap: Gap | undefined): Promise<void> {
  for (const { number } of chosen) {
    const undisturbed = await playUnobserved({ number, seed });
    show(gap === undefined ? undisturbed : await playUnobserved({ number, seed, gap, expected: undisturbed.ending }));
  }
}

function commandOf({ number, gap }: UnobservedTask): string {
  const what = gap === undefined ? 'none' : printGap(gap);
  return `node test/simulation/unobserved/main.ts --only=${number} --seed=${seed} --gap=${what}`;
}

function printGap({ object, from, to, way }: Gap): string {
  return `${object}@${from}..${to}.${way}`;
}

function parseGap(text: string): Gap | undefined {
  if (text === 'none') return undefined;
  const [, object, from, to, name] = /^(.+)@(\d+)\.\.(\d+)\.([a-z]+)$/.exec(text) ?? [];
  const way = ways.find((each) => each === name);
  if (object === undefined || way === undefined) throw new RangeError(`no gap: ${text}`);
  return { object, from: Number(from), to: Number(to), way };
}

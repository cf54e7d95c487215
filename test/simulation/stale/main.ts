/**
 * `node test/simulation/stale/main.ts [--only=V1] [--seed=1]`: for each DELETE of each story, plays it again with every
 * subset of the operator's caches pinned at every earlier version until the moment of that DELETE. Nothing wrong may be sent,
 * and the end must be the same. `--only=V1 --pin=pods,statefulsets@63..58137.9` plays one run, as a picture; `--pin=none` the undisturbed one.
 */
import { parseArgs } from 'node:util';

import { Pool } from '../variations/pool.ts';
import { show } from '../variations/show.ts';
import { Tally } from '../variations/tally.ts';
import { cachedKinds, type Pin } from './pins.ts';
import { playStale, type StaleReport, staleScenarios, type StaleTask } from './play-stale.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, seed: { type: 'string', default: '1' }, pin: { type: 'string' } },
});
const seed = Number(values.seed);
const rows = (values.only ?? '').split(',');
const chosen = staleScenarios.filter(({ number }) => values.only === undefined || rows.includes(number));
if (values.pin === undefined) await search();
else await replay(parsePin(values.pin));

async function search(): Promise<void> {
  const pool = new Pool<StaleTask, StaleReport>(new URL('worker.ts', import.meta.url));
  const tally = new Tally();
  const replays: StaleTask[] = [];
  let deletes = 0;
  await pool.run(
    chosen.map(({ number }): StaleTask => ({ number, seed })),
    (task, answer) => {
      tally.count(
        `scenario ${task.number}`,
        'error' in answer ? [answer.error] : answer.report.failures,
        commandOf(task),
      );
      if ('error' in answer) return;
      deletes += answer.report.deletes;
      for (const pin of answer.report.pins) replays.push({ ...task, pin, expected: answer.report.ending });
    },
  );
  console.log(`${chosen.length} stories, ${deletes} DELETEs, ${replays.length} ways to pin caches before them`);
  await pool.run(replays, (task, answer) => {
    const pin = task.pin ? printPin(task.pin) : '';
    tally.count(
      `scenario ${task.number}, caches at ${pin}`,
      'error' in answer ? [answer.error] : answer.report.failures,
      commandOf(task),
    );
  });
  console.log(`${replays.length} replays (${tally.seconds} s)`);
  await pool.end();
  tally.end();
}

async function replay(pin: Pin | undefined): Promise<void> {
  for (const { number } of chosen) {
    const undisturbed = await playStale({ number, seed });
    show(pin === undefined ? undisturbed : await playStale({ number, seed, pin, expected: undisturbed.ending }));
  }
}

function commandOf({ number, pin }: StaleTask): string {
  const what = pin === undefined ? 'none' : printPin(pin);
  return `node test/simulation/stale/main.ts --only=${number} --seed=${seed} --pin=${what}`;
}

function printPin({ kinds, revision, until }: Pin): string {
  return `${kinds.join(',')}@${revision}..${until}`;
}

function parsePin(text: string): Pin | undefined {
  if (text === 'none') return undefined;
  const [, names = '', revision, until] = /^([a-z,]+)@(\d+)\.\.([\d.]+)$/.exec(text) ?? [];
  const kinds = cachedKinds.filter((kind) => names.split(',').includes(kind));
  if (kinds.length === 0) throw new RangeError(`no pin: ${text}`);
  return { kinds, revision: Number(revision), until: Number(until) };
}

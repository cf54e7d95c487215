/**
 * `node test/simulation/planted/main.ts [--only=NAME] [--by=seed] [--limit=240]`: plants defects in a copy of the operator,
 * one at a time, and shows for each which search found it, where, and after how many seconds. `--only` takes those with
 * that in their name, `--by` one kind of search (scenario, seed, exhaustive, crash, stale, unobserved), `--limit` the seconds for one defect. One that is stale, or not found,
 * fails. The last line is `N passed, N failed`.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { DamagedCopy } from './damaged-copy.ts';
import { defects } from './defects/all.ts';
import { type Catch, hunt } from './hunt.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    by: { type: 'string' },
    limit: { type: 'string', default: '240' },
  },
});
const limit = Number(values.limit) * 1000;
if (!(limit > 0)) throw new RangeError('--limit is a number of seconds');
const chosen = defects.filter(({ name }) => name.includes(values.only));
if (chosen.length === 0) throw new RangeError(`no defect is called ${values.only}`);

process.on('exit', () => DamagedCopy.removeAll());
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const)
  process.on(signal, () => process.exit(128 + number));

const catches: Catch[] = [];
const waiting = [...chosen];
const work = async (): Promise<void> => {
  for (let defect = waiting.shift(); defect; defect = waiting.shift()) {
    const caught = await hunt(defect, { limit, by: values.by });
    catches.push(caught);
    tell(caught);
  }
};
await Promise.all(Array.from({ length: Math.min(availableParallelism(), chosen.length) }, work));

const missed = catches.filter(({ found }) => found === undefined);
const slowest = catches.toSorted((a, b) => b.seconds - a.seconds)[0];
if (slowest) console.log(`\nslowest: ${slowest.defect.name}, ${slowest.seconds.toFixed(1)} s`);
console.log(`\n${catches.length - missed.length} passed, ${missed.length} failed`);
process.exitCode = missed.length === 0 ? 0 : 1;

function tell({ defect: { name, why }, found, broken, seconds }: Catch): void {
  const took = `${seconds.toFixed(1).padStart(6)} s`;
  if (found) {
    console.log(
      `found   ${took}  ${name.padEnd(44)} ${`${found.search} ${found.place}`.trim().padEnd(14)} ${found.what}`,
    );
    return;
  }
  console.log(broken === undefined ? `MISSED  ${took}  ${name}: ${why}` : `BROKEN  ${took}  ${name}: ${broken}`);
}

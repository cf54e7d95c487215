/**
 * `node test/simulation/guarded/main.ts [--seeds=1000] [--from=1] [--first] [--show=SEED]`: people scale at will and only the
 * scale-down guard holds them back, under faults. No step that it lets through may cost the quorum, but for the races
 * that docs/scale-down-guard.md lists: these are counted. `--first` ends at the first violation, `--show` draws one seed. The last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util';

import { picture } from '../search/picture.ts';
import { Pool } from '../variations/pool.ts';
import { Counts } from '../world/counts.ts';
import { runGuarded } from './run-guarded.ts';
import type { Guarded } from './run-guarded.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    show: { type: 'string' },
    first: { type: 'boolean', default: false },
  },
});
const [count, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from))
  throw new RangeError('--seeds and --from are whole numbers');

/** What must have happened in a thousand seeds, or the search is not what it says. */
const expected = ['scale-down allowed', 'scale-down refused'];

if (values.show === undefined) await search();
else await show(Number(values.show));

async function search(): Promise<void> {
  const counts = new Counts();
  let failed = 0;
  const pool = new Pool<number, Pick<Guarded, 'violations' | 'counts'>>(new URL('worker.ts', import.meta.url));
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  await pool.run(seeds, (seed, answer) => {
    const { violations, counts: happened } =
      'report' in answer ? answer.report : { violations: [{ rule: 'S0', at: 0, message: answer.error }], counts: [] };
    counts.merge(happened);
    // A race is worth a look: the first of each kind is told.
    for (const [what] of happened)
      if (what.startsWith('quorum lost') && counts.of(what) === happened.find(([each]) => each === what)?.[1])
        console.log(`${what}, for example in seed ${seed}`);
    if (violations.length === 0) return;
    failed++;
    for (const { rule, at, message } of violations.slice(0, 3))
      console.log(`seed ${seed}: ${rule} at ${(at / 1000).toFixed(3)} s: ${message}`);
    console.log(`  node test/simulation/guarded/main.ts --show=${seed}`);
    if (values.first) process.exit(1);
  });
  await pool.end();
  console.log('\nwhat happened:');
  for (const [what, times] of counts.all) console.log(`  ${String(times).padStart(8)}  ${what}`);
  const never = count < 1000 ? [] : expected.filter((what) => counts.of(what) === 0);
  for (const what of never) console.log(`never happened: ${what}`);
  failed += never.length;
  console.log(`\n${count - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function show(seed: number): Promise<void> {
  const { violations, world } = await runGuarded(seed);
  console.log(picture(world.trace.lines));
  for (const { rule, at, message } of violations) console.log(`${rule} at ${(at / 1000).toFixed(3)} s: ${message}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

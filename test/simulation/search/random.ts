/**
 * `node test/simulation/search/random.ts [--seeds=5000] [--from=1] [--first]`: plays seeds on all cores, prints how often
 * each trouble really happened, and for every violation the command that replays it. `--first` ends at the first one. The
 * last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util';

import { Counts } from '../world/counts.ts';
import { playSeeds, type Report } from './pool.ts';
import { troubles } from './troubles.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5000' },
    from: { type: 'string', default: '1' },
    first: { type: 'boolean', default: false },
  },
});
const [count, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from))
  throw new RangeError('--seeds and --from are whole numbers');

/** Milliseconds between two lines about the progress. */
const interval = 20_000;
const startedAt = performance.now();
const counts = new Counts();
const ends = new Counts();
let [played, failed, steps, lasted, toldAt] = [0, 0, 0, 0, startedAt];

await playSeeds({ from, count }, (report) => {
  played++;
  steps += report.steps;
  lasted += report.lasted;
  counts.merge(report.counts);
  ends.add(report.end);
  if (report.violations.length > 0) {
    failed++;
    describe(report);
  }
  if (performance.now() - toldAt > interval) {
    toldAt = performance.now();
    console.log(`${played} of ${count} seeds, ${failed} failed, ${rate()} seeds a second`);
  }
  return values.first && failed > 0 ? 'enough' : 'go on';
});

console.log('\nwhat happened:');
for (const [what, times] of counts.all) console.log(`  ${String(times).padStart(8)}  ${what}`);
console.log('how the seeds ended:');
for (const [end, times] of ends.all) console.log(`  ${String(times).padStart(8)}  ${end}`);
const never = troubles.filter(({ name }) => counts.of(name) === 0).map(({ name }) => name);
if (never.length > 0) console.log(`never happened: ${never.join(', ')}`);
console.log(
  `${played} seeds from ${from}, ${rate()} a second; ${steps} events in ${(lasted / 3_600_000).toFixed(1)} hours of virtual time`,
);
// In a run of this length each of them must have happened, or the search is not what it says.
if (played >= 1_000) failed += never.length;
console.log(`\n${played - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function rate(): string {
  return (played / ((performance.now() - startedAt) / 1000)).toFixed(1);
}

function describe({ seed, violations }: Report): void {
  for (const { rule, at, message } of violations.slice(0, 3))
    console.log(`seed ${seed}: ${rule} at ${(at / 1000).toFixed(3)} s: ${message}`);
  console.log(`  node test/simulation/search/replay.ts ${seed}`);
}

/**
 * `node test/simulation/search/replay.ts SEED [--whole]`: plays a seed again. If it fails, the troubles that do not matter
 * are left out first, and the rest is drawn as a picture; `--whole` shows all of it as it was.
 */
import { parseArgs } from 'node:util';

import { picture } from './picture.ts';
import { runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { whole: { type: 'boolean', default: false } },
});
const seed = Number(positionals[0]);
if (!Number.isInteger(seed)) throw new RangeError('which seed?');

const outcome = await runSeed(seed);
const isFailing = outcome.violations.length > 0;
const {
  outcome: shown,
  kept,
  runs,
} = isFailing && !values.whole ? await shrink(outcome) : { outcome, kept: outcome.happened, runs: 0 };
console.log(picture(shown.world.trace.lines));
console.log(
  `\nseed ${seed}, trace ${outcome.hash}, ${outcome.end}; ${kept.size} of ${outcome.happened.size} troubles shown after ${runs} attempts`,
);
for (const { rule, at, message } of shown.violations) console.log(`${rule} at ${(at / 1000).toFixed(3)} s: ${message}`);
process.exitCode = isFailing ? 1 : 0;

/** `node test/simulation/search/random.ts [SEEDS] [FROM]`: so many seeds, on all cores. Its last line is `N passed, N failed`. */
import { runSeed } from './run-seed.ts';

const [count = 100, from = 1] = process.argv.slice(2).map(Number);
let failed = 0;
const ends = new Map<string, number>();
const startedAt = performance.now();
for (let seed = from; seed < from + count; seed++) {
  const outcome = await runSeed(seed);
  ends.set(outcome.end, (ends.get(outcome.end) ?? 0) + 1);
  if (outcome.violations.length === 0) continue;
  failed++;
  for (const { rule, at, message } of outcome.violations.slice(0, 3))
    console.log(`seed ${seed} ${rule} at ${(at / 1000).toFixed(3)} s: ${message}`);
}
const seconds = (performance.now() - startedAt) / 1000;
console.log([...ends], `${(count / seconds).toFixed(1)} seeds a second`);
console.log(`\n${count - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

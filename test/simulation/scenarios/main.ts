/** `node test/simulation/scenarios/main.ts`: every scenario with three seeds. `ONLY=20` plays one row, `SEED=2` one seed. */
import { isDeepStrictEqual } from 'node:util';

import { scenarios } from './all.ts';
import { play, type Outcome } from './play.ts';

const seeds = process.env['SEED'] === undefined ? [1, 2, 3] : [Number(process.env['SEED'])];
const only = process.env['ONLY'];
/** Lines of the trace before the failure. */
const lead = Number(process.env['LINES'] ?? 60);

const chosen = scenarios.filter(
  ({ number }) => only === undefined || number.replace(/[a-z]+$/, '') === only || number === only,
);
let passed = 0;
let failed = 0;
for (const scenario of chosen) {
  const startedAt = performance.now();
  const outcomes: Outcome[] = [];
  for (const seed of seeds) outcomes.push(await play(scenario, { seed }));
  const failures = [...outcomes.filter((outcome) => outcome.failures.length > 0), ...differing(outcomes)];
  passed += outcomes.length - failures.length;
  failed += failures.length;
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const deletes = outcomes.map(({ stage }) => stage.world.arc.removals.length).join('/');
  console.log(
    `${failures.length === 0 ? 'ok    ' : 'FAILED'} ${scenario.number.padEnd(3)} ${scenario.title} (${deletes} DELETEs, ${took})`,
  );
  for (const outcome of failures) explain(scenario.number, outcome);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Whatever the timings, a story has one end. */
function differing([first, ...others]: readonly Outcome[]): readonly Outcome[] {
  return others.flatMap((outcome) => {
    if (first?.end === undefined || outcome.end === undefined || isDeepStrictEqual(first.end, outcome.end)) return [];
    const ends = `${JSON.stringify(outcome.end)}, not as with the first seed ${JSON.stringify(first.end)}`;
    return { ...outcome, failures: [`it ends as ${ends}`] };
  });
}

function explain(number: string, { stage: { world }, failures }: Outcome): void {
  const { lines } = world.trace;
  const at = lines.findIndex(({ who }) => who === 'scenario' || who === 'oracle');
  const end = at < 0 ? lines.length : at + 5;
  console.log(`\n  ONLY=${number} SEED=${world.seed} node test/simulation/scenarios/main.ts`);
  for (const line of lines.slice(Math.max(end - lead, 0), end))
    console.log(`  ${(line.at / 1000).toFixed(3).padStart(9)}  ${line.who.padEnd(22)} ${line.what.slice(0, 220)}`);
  for (const failure of failures) console.log(`  FAILED: ${failure}`);
  console.log(`  at the end: ${JSON.stringify(world.status, null, 1).replaceAll(/\n\s*/g, ' ').slice(0, 4_000)}\n`);
}

/**
 * `node test/simulation/conformance/main.ts`: plays every story of `stories.ts` on the real control plane with `arcd`, and in
 * simulation, and compares what a watch and the store's log show. `ONLY=6` plays one; `SHOW=1` prints what really happened.
 */
import { Suite } from '../../e2e/harness/suite.ts';
import { differences, everShown, passedOver, unheardOf } from './comparison.ts';
import { passing } from './passing.ts';
import { shown, shownWhole } from './picture.ts';
import { played, type Played, playedForReal } from './played.ts';
import type { Threads } from './recording.ts';
import { SimulatedSide } from './simulated-side.ts';
import { stories } from './stories.ts';
import type { Story } from './story.ts';

/** Who is elected, and who is faster, is chance on the real side. Some seed has to bring the same: of the first ones, or of all. */
const first = 40;
const all = 400;

const only = process.env['ONLY'];
const chosen = stories.filter(({ number }) => only === undefined || only === number);
const equivalences = new Map(passing.map((each) => [each, 0]));
let passed = 0;
let failed = 0;

const suite = await Suite.start();
let real: ReadonlyMap<Story, Played>;
try {
  real = await playedForReal(suite, chosen);
} finally {
  await suite.stop();
}

// Only now: the bed needs the machine for itself.
const simulations = new Map<Story, Threads[]>();
const known = new Set<string>();
for (const story of stories) {
  simulations.set(story, []);
  for (let seed = 1; seed <= first; seed++) await simulate(story, seed);
}
for (const [story, outcome] of real) {
  const name = `${story.number.padEnd(3)} ${story.title}`;
  if (outcome.kind === 'played') await compare(story, outcome.threads);
  else console.log(`FAILED    ${name}: ${outcome.why}`);
  if (outcome.kind === 'failed') failed++;
}
console.log('\nOn the real side, passed over:');
for (const [{ why }, times] of equivalences) console.log(`${String(times).padStart(5)}  ${why}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function simulate(story: Story, seed: number): Promise<void> {
  const threads = await played(story, new SimulatedSide(story.setUp, seed));
  simulations.get(story)?.push(threads);
  for (const each of everShown([threads])) known.add(each);
}

async function compare(story: Story, threads: Threads): Promise<void> {
  const simulated = simulations.get(story) ?? [];
  const isFound = (each: Threads): boolean => differences(threads, each).length === 0;
  const isExplained = (): boolean => simulated.some(isFound) && unheardOf(threads, known).length === 0;
  for (let seed = first + 1; seed <= all && !isExplained(); seed++) await simulate(story, seed);
  const equal = simulated.filter(isFound).length;
  const strange = unheardOf(threads, known);
  const isEqual = equal > 0 && strange.length === 0;
  if (isEqual) passed++;
  else failed++;
  const verdict = isEqual ? 'equal    ' : 'DIFFERENT';
  console.log(`${verdict} ${story.number.padEnd(3)} ${story.title} (with ${equal} of ${simulated.length} seeds)`);
  if (process.env['SHOW'] !== undefined) console.log(shownWhole(threads));
  const found = simulated.map((each) => differences(threads, each)).toSorted((a, b) => a.length - b.length);
  if (equal === 0) console.log(shown(found[0] ?? []));
  for (const what of strange) console.log(`    in no simulation: ${what}`);
  for (const [thread, stays] of threads)
    for (const each of passedOver(thread, stays)) equivalences.set(each, (equivalences.get(each) ?? 0) + 1);
}

/**
 * `node test/simulation/conformance/main.ts`: plays every story of `stories.ts` in simulation and on the real control plane
 * with `arcd`, and compares what a watch and the store's log show. `ONLY=6` plays one; `SHOW=1` prints what really happened.
 */
import { Suite } from '../../e2e/harness/suite.ts';
import { differences, everShown, passedOver, unheardOf } from './comparison.ts';
import { passing } from './passing.ts';
import { shown, shownWhole } from './picture.ts';
import { RealSide } from './real-side.ts';
import type { Threads } from './recording.ts';
import type { Side } from './side.ts';
import { SimulatedSide } from './simulated-side.ts';
import { stories } from './stories.ts';
import type { Story } from './story.ts';

/** Who is elected, and who is faster, is chance on the real side. With at least one of so many seeds it is the same here. */
const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
/** Stories at a time on the bed. */
const width = 3;

const only = process.env['ONLY'];
let passed = 0;
let failed = 0;
const equivalences = new Map(passing.map((each) => [each, 0]));

// All of it before the bed runs, which is to have the machine for itself.
const simulations = new Map<Story, readonly Threads[]>();
for (const story of stories) simulations.set(story, await simulated(story));
const known = everShown([...simulations.values()].flat());

const suite = await Suite.start();
try {
  const waiting = stories.filter(({ number }) => only === undefined || only === number);
  const next = async (): Promise<void> => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) await compare(story);
  };
  await Promise.all(Array.from({ length: width }, next));
} finally {
  await suite.stop();
}
console.log('\nOn the real side, passed over:');
for (const [{ why }, times] of equivalences) console.log(`${String(times).padStart(5)}  ${why}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function simulated(story: Story): Promise<readonly Threads[]> {
  const recordings: Threads[] = [];
  for (const seed of seeds) recordings.push(await played(story, new SimulatedSide(story.setUp, seed)));
  return recordings;
}

async function compare(story: Story): Promise<void> {
  const name = `${story.number.padEnd(3)} ${story.title}`;
  try {
    const real = await played(story, new RealSide(suite, `conformance-${story.number}`));
    const found = (simulations.get(story) ?? []).map((threads) => differences(real, threads));
    const equal = found.filter((each) => each.length === 0).length;
    const strange = unheardOf(real, known);
    const isEqual = equal > 0 && strange.length === 0;
    if (isEqual) passed++;
    else failed++;
    console.log(`${isEqual ? 'equal    ' : 'DIFFERENT'} ${name} (with ${equal} of ${seeds.length} seeds)`);
    if (process.env['SHOW'] !== undefined) console.log(shownWhole(real));
    if (equal === 0) console.log(shown(found.toSorted((a, b) => a.length - b.length)[0] ?? []));
    for (const what of strange) console.log(`    in no simulation: ${what}`);
    for (const [thread, stays] of real)
      for (const each of passedOver(thread, stays)) equivalences.set(each, (equivalences.get(each) ?? 0) + 1);
  } catch (error) {
    failed++;
    console.log(`FAILED    ${name}: ${String(error)}`);
  }
}

async function played(story: Story, side: Side): Promise<Threads> {
  try {
    await side.begin(story.setUp);
    await story.play(side);
    return side.end();
  } finally {
    await side.leave();
  }
}

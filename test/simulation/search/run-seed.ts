import { Seeded } from '../engine/seeded.ts';
import { Oracles } from '../oracles/oracles.ts';
import type { Violation } from '../oracles/violation.ts';
import { World } from '../world/world.ts';
import { weatherOf } from './classes/network.ts';
import { heal } from './classes/store.ts';
import { calm, expectRest } from './rest.ts';
import { shapeOf } from './shape.ts';
import type { Stage } from './trouble.ts';
import { drawDeed, drawTrouble } from './troubles.ts';

/** What became of one seed. */
export interface Outcome {
  readonly seed: number;
  /** Of everything that happened: equal for equal runs on any machine. */
  readonly hash: string;
  readonly violations: readonly Violation[];
  /** How it ended: `settled`, or why nothing could be expected. */
  readonly end: string;
  readonly counts: readonly (readonly [string, number])[];
  /** Events of virtual time, and its milliseconds. */
  readonly steps: number;
  readonly lasted: number;
  readonly world: World;
  /** The numbers of the troubles that happened. */
  readonly happened: ReadonlySet<number>;
}

export interface SeedOptions {
  /** Of the troubles that are drawn, only those with these numbers happen: for shrinking. */
  readonly only?: ReadonlySet<number>;
}

/** Milliseconds within which the first thing happens. */
const soon = 3_000;

/** Plays one seed: a shape, troubles at random moments, calm, and rest. Ends at the first violation. */
export async function runSeed(seed: number, { only }: SeedOptions = {}): Promise<Outcome> {
  const { world, shape, random } = shapedWorld(seed);
  const oracles = new Oracles(world);
  const { timeline, trace } = world;
  const stage = stageOf(world, shape.elects);
  const isBroken = (): boolean => oracles.isBroken;
  await world.formed();
  world.apply();
  for (let started = 0; started < shape.operators; started++) stage.start();
  await world.pass(world.random.fork('begin').between(1_000, 20_000));
  const begin = world.now;
  const happened = new Set<number>();
  for (let number = 0; number < shape.events; number++) {
    // Drawn before it is known whether it happens: leaving one out must not change the others.
    const chance = random.fork(`trouble ${number}`);
    // First somebody does something, so that there is something to do for the operator while all the rest happens.
    const isFirst = number === 0;
    const at = begin + chance.between(0, isFirst ? soon : shape.troubled);
    const trouble = isFirst ? drawDeed(chance) : drawTrouble(chance);
    if (only !== undefined && !only.has(number)) continue;
    timeline.at(at, () => {
      const what = trouble.happen({ ...stage, random: chance });
      world.counts.add(what === undefined ? `${trouble.name}: could not` : trouble.name);
      if (what === undefined) return;
      trace.tell('trouble', `#${number} ${what}`);
      happened.add(number);
    });
  }
  await timeline.run(begin + shape.troubled, isBroken);
  let end = 'violated';
  if (!isBroken()) {
    stage.undoAll();
    heal({ world });
    weatherOf(world).calm();
    calm(world, stage);
    end = await expectRest(world, oracles, isBroken, seed % 200 === 0);
  }
  for (const operator of world.operators) operator.crash();
  const { hash } = trace;
  const { steps, now: lasted } = timeline;
  return {
    seed,
    hash,
    violations: oracles.violations,
    end,
    counts: world.counts.all,
    steps,
    lasted,
    world,
    happened,
  };
}

function shapedWorld(seed: number) {
  const random = new Seeded(seed).fork('search');
  const shape = shapeOf(seed, random.fork('shape'));
  const world = new World(shape.world);
  weatherOf(world);
  return { world, shape, random };
}

interface OpenStage extends Stage {
  readonly undoAll: () => void;
}

function stageOf(world: World, elects: boolean): OpenStage {
  const undone = new Set<() => void>();
  const random = world.random.fork('stage');
  return {
    world,
    random,
    get operators() {
      return world.operators;
    },
    start: () => {
      const rate = random.pick([1, 1, 1, 0.9, 1.1]);
      world.startOperator({ elects, clock: { rate, ahead: random.pick([0, 0, -90_000, 90_000]) } });
    },
    later: (delay, undo) => {
      const once = (): void => void (undone.delete(once) && undo());
      undone.add(once);
      world.timeline.after(delay, once);
    },
    undoAll: () => {
      for (const undo of undone) undo();
    },
  };
}

import { Seeded } from '../engine/seeded.ts';
import { Oracles } from '../oracles/oracles.ts';
import type { Violation } from '../oracles/violation.ts';
import { network, weatherOf } from '../search/classes/network.ts';
import { nodes } from '../search/classes/nodes.ts';
import { operators } from '../search/classes/operators.ts';
import { users } from '../search/classes/users.ts';
import type { Stage, Trouble } from '../search/trouble.ts';
import { World } from '../world/world.ts';
import type { SetOptions } from '../world/world.ts';
import { Races } from './losses.ts';
import { Scalers } from './scalers.ts';

export interface Guarded {
  readonly violations: readonly Violation[];
  readonly counts: readonly (readonly [string, number])[];
  readonly world: World;
}

/** Milliseconds. */
const poll = 10_000;
const longestRound = 8_000;
/** By when the operator has written what Kubernetes shows. */
const freshness = 1_000;
const length = 60_000;

/** What happens to voters, one at a time. */
const faults = nodes.filter(({ name }) => /^(pod deleted|pod evicted|process crashes|process frozen)$/.test(name));
/** What keeps the operator from seeing or writing. */
const blinding = [...network, ...operators];
/** What keeps it from knowing: the floor must rise for it. */
const ignorance = users.filter(
  ({ name }) => name === 'wrong token' || name === 'annotator' || name === 'rolling restart',
);

/** Plays one seed: people who scale at will with the guard in their way, under faults. Ends at the first violation. */
export async function runGuarded(seed: number): Promise<Guarded> {
  const random = new Seeded(seed).fork('guarded');
  const lag = random.chance(0.3) ? random.between(5, 1_000) : 5;
  const chance = random.fork('lag');
  const drawn = () => chance.between(0, lag);
  const world = new World({
    seed,
    sets: setsOf(random),
    spec: { scaleDownGuard: 'Enforce', removal: { maxPerHour: 16 }, admin: { pollInterval: `${poll / 1000}s` } },
    arc: { generation: 'A', leaves: random.chance(0.3), leaveDelay: 500 },
    lag: { watch: drawn, cache: drawn, controller: drawn },
  });
  const weather = weatherOf(world);
  const oracles = new Oracles(world);
  const races = new Races(world, { shown: freshness + 3 * lag, silent: poll + longestRound + 3 * lag });
  const scalers = new Scalers(world, races, (rule, message) => oracles.fail(rule, message));
  const start = (): void => void world.startOperator();
  await world.formed();
  world.apply();
  start();
  await world.pass(5_000);
  const from = world.now;
  const deeds = random.whole(4, 10);
  for (let number = 0; number < deeds; number++) {
    const own = random.fork(`deed ${number}`);
    world.timeline.at(from + own.between(0, length), () => scalers.drawn(own));
  }
  const troubled = random.pick([0, 1, 1, 2, 3]);
  for (let number = 0; number < troubled; number++) {
    const own = random.fork(`trouble ${number}`);
    const kind = own.pick(['fault', 'fault', 'blinding', 'ignorance'] as const);
    const trouble = own.pick({ fault: faults, blinding, ignorance }[kind]);
    world.timeline.at(from + own.between(0, length), () => happen(world, trouble, kind, own, races, start));
  }
  await world.timeline.run(from + length, () => oracles.isBroken);
  weather.calm();
  for (const operator of world.operators) operator.crash();
  return { violations: oracles.violations, counts: world.counts.all, world };
}

function happen(
  world: World,
  trouble: Trouble,
  kind: 'fault' | 'blinding' | 'ignorance',
  random: Seeded,
  races: Races,
  start: () => void,
): void {
  if (trouble.name === 'rolling restart' || kind === 'fault') races.fault();
  if (kind === 'blinding') races.blinded(1);
  let undone = 0;
  const stage: Stage = {
    world,
    random,
    operators: world.operators,
    start,
    later: (delay, undo) => {
      undone++;
      world.timeline.after(delay, () => {
        undo();
        if (kind === 'blinding') races.blinded(-1);
      });
    },
  };
  const what = trouble.happen(stage);
  world.counts.add(what === undefined ? `${trouble.name}: could not` : trouble.name);
  if (what !== undefined) world.trace.tell('trouble', what);
  if (kind !== 'blinding' || undone > 0) return;
  // Of what is not undone it is not known how long it lasts: an operator stands still for up to a minute.
  world.timeline.after(60_000, () => races.blinded(-1));
}

function setsOf(random: Seeded): readonly SetOptions[] {
  const parallel = random.chance(0.5);
  const grace = random.pick([5, 30]);
  const first: SetOptions = { name: 'arc', replicas: random.pick([3, 4, 5, 5, 6, 7]), parallel, grace };
  if (random.chance(0.4)) return [first];
  return [first, { name: 'arc-reader', role: 'reader', replicas: random.whole(1, 3), parallel, grace }];
}

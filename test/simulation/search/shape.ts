import type { Seeded } from '../engine/seeded.ts';
import type { SetOptions, WorldOptions } from '../world/world.ts';

/** What a run begins with, and how long it is troubled. */
export interface Shape {
  readonly world: WorldOptions;
  readonly operators: number;
  /** They take part in an election; otherwise each of them leads. */
  readonly elects: boolean;
  /** Milliseconds. */
  readonly troubled: number;
  /** How many things happen in that time. */
  readonly events: number;
}

/** Drawn from the seed: small clusters of one or two sets, so that little room is left for luck. */
export function shapeOf(seed: number, random: Seeded): Shape {
  const generation = random.chance(0.3) ? 'B' : 'A';
  const lag = random.chance(0.4) ? random.between(5, 3_000) : 5;
  const chance = random.fork('lag');
  const drawn = () => (chance.chance(0.7) ? chance.between(0, 5) : chance.between(0, lag));
  const operators = random.pick([1, 1, 1, 1, 2, 2, 3]);
  return {
    world: {
      seed,
      sets: setsOf(random, generation),
      spec: {
        admin: { pollInterval: random.pick(['10s', '30s', '60s', '60s']), removeTimeout: random.pick(['15s', '20s']) },
        removal: { delay: random.pick(['10s', '10s', '20s']), maxPerHour: 16, minVoters: random.pick([1, 1, 1, 2, 3]) },
      },
      arc: { generation, leaves: random.chance(0.3), leaveDelay: random.pick([500, 2_000]) },
      lag: { watch: drawn, cache: drawn, controller: drawn },
    },
    operators,
    elects: operators > 1 && random.chance(0.7),
    troubled: random.chance(0.7) ? random.between(10_000, 30_000) : random.between(30_000, 60_000),
    events: random.whole(3, 10),
  };
}

function setsOf(random: Seeded, generation: 'A' | 'B'): readonly SetOptions[] {
  const parallel = random.chance(0.5);
  const grace = random.pick([5, 30]);
  // Ordinals of one digit and of two; a second set whose name the ids of the first begin with.
  const range = random.chance(0.3) ? { start: random.whole(7, 10) } : {};
  const first: SetOptions = { name: 'arc', replicas: random.pick([3, 3, 3, 4, 4, 5]), parallel, grace, ...range };
  if (generation === 'A' && random.chance(0.6)) return [first];
  return [
    first,
    {
      name: random.pick(['arc-reader', 'arc-1']),
      ...range,
      role: 'reader',
      replicas: random.pick([1, 1, 2, 3]),
      parallel,
      grace,
      keepsData: random.chance(0.6),
    },
  ];
}

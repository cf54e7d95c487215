import type { Exchange, Passage } from '../../engine/exchange.ts';
import type { Seeded } from '../../engine/seeded.ts';
import type { World } from '../../world/world.ts';
import type { Stage, Trouble } from '../trouble.ts';

/** What the way between operators and servers does. */
export const network: readonly Trouble[] = [
  { name: 'network loses and breaks', weight: 12, happen: disturb },
  { name: 'network slow', weight: 6, happen: slow },
  { name: 'operator cut off', weight: 4, happen: cutOff },
];

const fates = ['refused', 'lost', 'answerLost', 'resetBefore', 'resetAfter'] as const;

/** The passage of every exchange: quick and whole, until somebody disturbs it. */
export class Weather {
  readonly #world: World;
  readonly #random: Seeded;
  /** How likely an exchange meets a fault. */
  share = 0;
  /** Milliseconds added to each way, at most. */
  delay = 0;
  readonly cutOff = new Set<string>();

  constructor(world: World, random: Seeded) {
    this.#world = world;
    this.#random = random;
    world.network.route((exchange) => this.#passage(exchange));
  }

  calm(): void {
    this.share = 0;
    this.delay = 0;
    this.cutOff.clear();
  }

  #passage({ process, isStream, method }: Exchange): Passage {
    const random = this.#random;
    const way = (): number => 0.1 + random.fraction() + (this.delay > 0 ? random.between(0, this.delay) : 0);
    const [there, back] = [way(), way()];
    if (this.cutOff.has(process.name)) return { there, back, fate: 'lost' };
    if (!random.chance(this.share)) return { there, back, fate: 'arrives' };
    if (isStream && random.chance(0.5)) return { there, back, fate: 'arrives', breaksAfter: random.between(1, 20_000) };
    const fate = random.pick(fates);
    this.#world.counts.add(`exchange ${fate}${method === 'DELETE' ? ' (a DELETE)' : ''}`);
    return { there, back, fate };
  }
}

const weathers = new WeakMap<World, Weather>();

/** The one of a world. */
export function weatherOf(world: World): Weather {
  const known = weathers.get(world);
  if (known !== undefined) return known;
  const weather = new Weather(world, world.random.fork('weather'));
  weathers.set(world, weather);
  return weather;
}

function disturb({ world, random, later }: Stage): string {
  const weather = weatherOf(world);
  weather.share = random.between(0.02, 0.4);
  later(random.between(500, 40_000), () => void (weather.share = 0));
  return `${Math.round(weather.share * 100)} % of all exchanges fail`;
}

function slow({ world, random, later }: Stage): string {
  const weather = weatherOf(world);
  weather.delay = random.pick([100, 800, 2_500]);
  later(random.between(500, 40_000), () => void (weather.delay = 0));
  return `exchanges take up to ${weather.delay} ms each way`;
}

function cutOff({ world, random, later, operators }: Stage): string {
  const weather = weatherOf(world);
  const { name } = random.pick(operators).process;
  weather.cutOff.add(name);
  later(random.between(1_000, 60_000), () => void weather.cutOff.delete(name));
  return `${name} reaches nobody`;
}

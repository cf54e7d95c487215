import type { Exchange } from '../engine/exchange.ts';
import type { World } from '../world/world.ts';

/** What was so when a process of the operator was answered. */
export interface Look {
  readonly at: number;
  /** Of the real cluster. */
  readonly voters: readonly string[];
  readonly members: readonly string[];
  readonly running: readonly string[];
}

/** Older looks support nothing: the fence allows 3 s, and a clock may be a tenth slow. Milliseconds. */
export const longestLook = 3_400;

/** What each process of an operator was answered lately, and what was true at those moments. */
export class Looks {
  readonly #world: World;
  /** The last uncached read of an object, by process and path. */
  readonly #reads = new Map<string, number>();
  readonly #looks = new Map<string, Look[]>();

  constructor(world: World) {
    this.#world = world;
    world.network.tap({ answered: (exchange, status) => this.#answered(exchange, status) });
  }

  /** When the process was last answered about that object; undefined: never. */
  readAt({ process }: Exchange, path: string): number | undefined {
    return this.#reads.get(`${process.name} ${path}`);
  }

  /** The moments of the last seconds at which a node answered the process. */
  recent({ process }: Exchange): readonly Look[] {
    const from = this.#world.now - longestLook;
    return (this.#looks.get(process.name) ?? []).filter(({ at }) => at >= from);
  }

  /** An error says nothing: an object was read when it was shown, or was not there. */
  #answered({ method, process, path, origin, isStream }: Exchange, status: number): void {
    if (method !== 'GET' || isStream) return;
    if (status !== 200 && status !== 404) return;
    const { now, arc } = this.#world;
    if (origin.startsWith('https:')) return void this.#reads.set(`${process.name} ${path}`, now);
    const looks = this.#looks.get(process.name) ?? [];
    const { committed } = arc;
    looks.push({
      at: now,
      voters: committed.filter(({ suffrage }) => suffrage === 'Voter').map(({ id }) => id),
      members: committed.map(({ id }) => id),
      running: arc.runningVoters,
    });
    while ((looks[0]?.at ?? now) < now - longestLook) looks.shift();
    this.#looks.set(process.name, looks);
  }
}

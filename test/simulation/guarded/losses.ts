import { namespace } from '../world/world.ts';
import type { World } from '../world/world.ts';

/** Whether voters that run, whose pods are wanted and not on their way out, are a majority of all. */
export function keepsQuorum(world: World, replicasOf: (set: string) => number): boolean {
  const { arc, kubernetes, options } = world;
  const voters = arc.committed.filter(({ suffrage }) => suffrage === 'Voter').map(({ id }) => id);
  const running = new Set(arc.runningVoters);
  const staying = voters.filter((id) => {
    const [, set = '', ordinal] = /^(.*)-(\d+)$/.exec(id) ?? [];
    const start = options.sets.find(({ name }) => name === set)?.start ?? 0;
    const pod = kubernetes.objects.get('pods', namespace, id);
    const isWanted = Number(ordinal) >= start && Number(ordinal) < start + replicasOf(set);
    return running.has(id) && isWanted && pod !== undefined && pod.metadata.deletionTimestamp === undefined;
  });
  return 2 * staying.length > voters.length;
}

/** Why nobody can vouch for a step at this moment: the races that docs/scale-down-guard.md lists. */
export class Races {
  readonly #world: World;
  /** Milliseconds until the operator must have noticed and written: of what Kubernetes shows, and of what only the store knows. */
  readonly #windows: { readonly shown: number; readonly silent: number };
  readonly #scaledAt = new Map<string, number>();
  #faultAt = Number.NEGATIVE_INFINITY;
  /** Troubles that keep the operator from seeing or writing. */
  #blinding = 0;

  constructor(world: World, windows: { readonly shown: number; readonly silent: number }) {
    this.#world = world;
    this.#windows = windows;
  }

  fault(): void {
    this.#faultAt = this.#world.now;
  }

  blinded(change: 1 | -1): void {
    this.#blinding += change;
    this.fault();
  }

  scaled(set: string): void {
    this.#scaledAt.set(set, this.#world.now);
  }

  /** The race that a step of `set` runs now; undefined: none, so that it must not cost the quorum. */
  at(set: string): string | undefined {
    const { now } = this.#world;
    if (this.#blinding > 0) return 'the operator is down or cannot see';
    if (now - this.#faultAt < this.#windows.silent) return 'a voter fails in the moment of the step';
    const others = [...this.#scaledAt].filter(([name]) => name !== set);
    if (others.some(([, at]) => now - at < this.#windows.shown)) return 'two sets at the same moment';
    return undefined;
  }
}

import { Decisions } from './model/decided.ts';
import { budgetsIn, keyIn, pack, placeIn, unpack } from './model/packed.ts';
import { canonical } from './model/state.ts';
import type { Scope } from './model/state.ts';
import type { Step } from './model/step.ts';
import { stepsFrom } from './model/steps.ts';
import { violation } from './oracle.ts';
import { Trail } from './trail.ts';
import type { Link } from './trail.ts';
import { hash, Visited } from './visited.ts';

/** States for one shard, one a line, and by which link each was met first. */
export interface Batch {
  readonly states: string;
  readonly from: Uint32Array;
  readonly choices: Uint8Array;
}

/** What came of one level. */
export interface Level {
  /** For each shard. */
  readonly next: readonly Batch[];
  readonly counts: Counts;
  /** The first violation met: what, and how it is come to. */
  readonly found: { readonly what: string; readonly link: Link } | undefined;
}

/** Since the search began. */
export interface Counts {
  readonly states: number;
  readonly steps: number;
  readonly decisions: number;
  /** DELETEs sent. */
  readonly sends: number;
  /** Removals begun whose pod ended only while the operator looked, since its cache was late. */
  readonly late: number;
  readonly removed: number;
  readonly notRemoved: number;
}

/** One part of the states: those with the same processes, voters and leader are together, so that most steps stay within. */
export function shardOf(state: string, shards: number): number {
  return hash(placeIn(state))[0] % shards;
}

/** Its part of a breadth-first search, level by level. */
export class Shard {
  readonly #scope: Scope;
  readonly #number: number;
  readonly #shards: number;
  readonly #decisions: Decisions;
  readonly #visited = new Visited();
  readonly trail = new Trail();
  readonly #counts = { steps: 0, sends: 0, late: 0, removed: 0, notRemoved: 0 };

  constructor(scope: Scope, number: number, shards: number) {
    this.#scope = scope;
    this.#number = number;
    this.#shards = shards;
    this.#decisions = new Decisions(scope.signOfLife);
  }

  /** Takes in what leads here, and takes every step from what is new of it. */
  advance(batches: readonly Batch[]): Level {
    const first = this.trail.size;
    const fresh = batches.flatMap((batch) => this.#take(batch));
    const outgoing = Array.from({ length: this.#shards }, () => new Map<string, Link>());
    let found: Level['found'];
    for (const [index, text] of fresh.entries()) {
      found = this.#expand(text, (first + index) * this.#shards + this.#number, outgoing);
      if (found) break;
    }
    const { size: states } = this.#visited;
    const counts = { ...this.#counts, states, decisions: this.#decisions.made };
    return { next: outgoing.map(asBatch), counts, found };
  }

  /** Those of the states that were not met before. */
  #take({ states, from, choices }: Batch): readonly string[] {
    if (states === '') return [];
    return states.split('\n').filter((state, index) => {
      if (this.#visited.has(keyIn(state), budgetsIn(state))) return false;
      this.#visited.add(keyIn(state), budgetsIn(state));
      this.trail.add({ from: from[index] ?? 0, choice: choices[index] ?? 0 });
      return true;
    });
  }

  #expand(text: string, from: number, outgoing: readonly Map<string, Link>[]): Level['found'] {
    const steps = stepsFrom(unpack(text, this.#scope.voters), this.#decisions, this.#scope.lag);
    for (const [choice, step] of steps.entries()) {
      this.#counts.steps++;
      const what = violation(step, this.#scope.signOfLife);
      if (what !== undefined) return { what, link: { from, choice } };
      if (step.isVain) continue;
      this.#tell(step);
      const key = pack(canonical(step.next));
      const following = outgoing[shardOf(key, this.#shards)];
      if (following && !following.has(key)) following.set(key, { from, choice });
    }
    return undefined;
  }

  #tell({ at, next, ended }: Step): void {
    if (at.progress.kind === 'begun' && next.wire !== undefined) this.#counts.sends++;
    if (at.progress.kind === 'read' && next.progress.kind === 'begun' && at.progress.truth === 'present')
      this.#counts.late++;
    if (ended) this.#counts[ended.result === 'Removed' ? 'removed' : 'notRemoved']++;
  }
}

export function asBatch(links: ReadonlyMap<string, Link>): Batch {
  return {
    states: [...links.keys()].join('\n'),
    from: Uint32Array.from(links.values(), ({ from }) => from),
    choices: Uint8Array.from(links.values(), ({ choice }) => choice),
  };
}

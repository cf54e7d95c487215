import { Decisions } from './model/decided.ts';
import { canonical, initial } from './model/state.ts';
import type { Scope } from './model/state.ts';
import { stepsFrom } from './model/steps.ts';

/** How a state was first met. */
export interface Link {
  /** From which one: its place in the trail of its shard, times the number of shards, plus its shard. */
  readonly from: number;
  /** By which of the steps that can be taken there. */
  readonly choice: number;
}

/** How each state of a shard was first met, in the order in which they were. Five bytes a state. */
export class Trail {
  #size = 0;
  #from = new Uint32Array(2 ** 16);
  #choices = new Uint8Array(2 ** 16);

  get size(): number {
    return this.#size;
  }

  add({ from, choice }: Link): void {
    if (this.#size === this.#from.length) this.#grow();
    this.#from[this.#size] = from;
    this.#choices[this.#size] = choice;
    this.#size++;
  }

  at(index: number): Link {
    return { from: this.#from[index] ?? 0, choice: this.#choices[index] ?? 0 };
  }

  #grow(): void {
    const [from, choices] = [this.#from, this.#choices];
    this.#from = new Uint32Array(from.length * 2);
    this.#from.set(from);
    this.#choices = new Uint8Array(choices.length * 2);
    this.#choices.set(choices);
  }
}

/** Takes the choices again, from the start, and names the steps; with the time that has passed since. */
export function retrace(scope: Scope, choices: readonly number[]): readonly string[] {
  const decisions = new Decisions(scope.signOfLife);
  const names: string[] = [];
  let [state, seconds] = [initial(scope), 0];
  for (const choice of choices) {
    const step = stepsFrom(state, decisions, scope.lag)[choice];
    if (!step) throw new Error('the path cannot be taken again');
    if (step.name === tickName) seconds += 10;
    names.push(`${String(seconds).padStart(4)} s  ${step.name}`);
    state = canonical(step.next);
  }
  return names;
}

const tickName = '10 s pass';

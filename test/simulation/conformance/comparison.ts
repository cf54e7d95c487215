import { type Passing, passes, passingAs } from './passing.ts';
import { notListed, type Stay, type Threads } from './recording.ts';

export interface Difference {
  readonly thread: string;
  readonly real: readonly string[];
  readonly simulated: readonly string[];
}

/** Where two recordings of one story differ; empty: they are equal. */
export function differences(real: Threads, simulated: Threads): readonly Difference[] {
  const threads = [...new Set([...real.keys(), ...simulated.keys()])].toSorted();
  return threads.flatMap((thread) => {
    const [one, other] = [lasting(thread, real.get(thread)), lasting(thread, simulated.get(thread))];
    return one.join('\n') === other.join('\n') ? [] : { thread, real: one, simulated: other };
  });
}

/** Everything that a watch or a log showed at any time, however short. */
export function everShown(recordings: Iterable<Threads>): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const threads of recordings)
    for (const [thread, stays] of threads) for (const { state } of stays) shown.add(named(thread, state));
  return shown;
}

/** What really happened, if only for a moment, and is not in `known`: the model does not know it. */
export function unheardOf(real: Threads, known: ReadonlySet<string>): readonly string[] {
  return [...everShown([real])].filter((each) => !known.has(each));
}

/** What is not compared in a thread since it may be passed over, and as what. */
export function passedOver(thread: string, stays: readonly Stay[]): readonly Passing[] {
  return stays.flatMap((stay) => passedAs(thread, stay) ?? []);
}

/** Without what a side may pass over, and without what is then there twice in a row. What was never there for long: nothing. */
export function lasting(thread: string, stays: readonly Stay[] = []): readonly string[] {
  const kept = stays.filter((stay) => passedAs(thread, stay) === undefined);
  const states = kept.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
  return states.join() === notListed ? [] : states;
}

function passedAs(thread: string, { state, lasted }: Stay): Passing | undefined {
  return lasted < passes ? passingAs(thread, state) : undefined;
}

function named(thread: string, state: string): string {
  return `${thread}: ${state}`;
}

import type { Defect } from './defect.ts';

/** A program that plays the operator and tells what it finds, line by line. */
export interface Search {
  readonly name: string;
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Says where in the search it is; its group is the seed, the scenario or the crash point. */
  readonly place: RegExp;
  /** After a place: says what went wrong there. */
  readonly finding: RegExp;
}

/** One seed is enough: the others vary the timings alone. */
const scenarios = {
  program: 'test/simulation/scenarios/main.ts',
  place: /^ {2}ONLY=(\w+) /,
  finding: /^ {2}FAILED: (?!what must never happen)(.*)/,
};

const everyScenario: Search = { ...scenarios, name: 'scenario', env: { SEED: '1' } };

const random: Search = {
  name: 'seed',
  program: 'test/simulation/search/random.ts',
  args: ['--seeds=2000', '--first'],
  place: /^seed (\d+): /,
  finding: /^seed \d+: (.*)/,
};

const exhaustive: Search = {
  name: 'exhaustive',
  program: 'test/simulation/exhaustive/main.ts',
  // The smallest scope in which everything can happen: the others take minutes.
  args: ['3,2,1'],
  place: /^(?:VIOLATION)(): /,
  finding: /^VIOLATION: (.*)/,
};

/** What was wrong in a run that failed. Where is told before; undisturbed runs, which `scenario` has, do not count. */
const finding = /^ {2}(.*)/;

const crashes: Search = {
  name: 'crash',
  program: 'test/simulation/crash/main.ts',
  place: /^FAILED scenario (\S+ .+)/,
  finding,
};

const staleCaches: Search = {
  name: 'stale',
  program: 'test/simulation/stale/main.ts',
  place: /^FAILED scenario (\S+, caches at .+)/,
  finding,
};

const unobserved: Search = {
  name: 'unobserved',
  program: 'test/simulation/unobserved/main.ts',
  place: /^FAILED scenario (\S+ without .+)/,
  finding,
};

const guarded: Search = {
  name: 'guarded',
  program: 'test/simulation/guarded/main.ts',
  args: ['--seeds=500', '--first'],
  place: /^seed (\d+): /,
  finding: /^seed \d+: (.*)/,
};

/** In the order in which they are tried: the quickest first. */
export function searchesFor({ likely, guards = false }: Pick<Defect, 'likely' | 'guards'>): readonly Search[] {
  const first: Search = { ...everyScenario, env: { ...everyScenario.env, ...(likely && { ONLY: likely }) } };
  return [
    ...(guards ? [guarded] : []),
    ...(likely === undefined ? [] : [first]),
    everyScenario,
    random,
    exhaustive,
    crashes,
    staleCaches,
    unobserved,
  ];
}

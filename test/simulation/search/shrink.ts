import { type Outcome, runSeed } from './run-seed.ts';

/** The troubles of a failing seed without which it does not fail in this way any more, and how it fails with them alone. */
export interface Shrunk {
  readonly kept: ReadonlySet<number>;
  readonly outcome: Outcome;
  readonly runs: number;
}

/** Leaves out trouble by trouble, the greatest parts first, as long as the same rule is still violated. */
export async function shrink(failing: Outcome): Promise<Shrunk> {
  const rule = failing.violations[0]?.rule;
  let kept = [...failing.happened];
  let outcome = failing;
  let runs = 0;
  for (let part = Math.ceil(kept.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let begin = 0; begin < kept.length;) {
      const without = [...kept.slice(0, begin), ...kept.slice(begin + part)];
      const attempt = await runSeed(failing.seed, { only: new Set(without) });
      runs++;
      if (attempt.violations[0]?.rule === rule) [kept, outcome] = [without, attempt];
      else begin += part;
    }
  }
  return { kept: new Set(kept), outcome, runs };
}

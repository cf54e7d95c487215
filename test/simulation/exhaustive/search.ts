import { Decisions } from './model/decided.ts';
import { pack, unpack } from './model/packed.ts';
import { canonical, initial } from './model/state.ts';
import type { Scope } from './model/state.ts';
import { stepsFrom } from './model/steps.ts';
import { violation } from './oracle.ts';
import { Trail } from './trail.ts';
import { Visited } from './visited.ts';

export interface Result {
  readonly states: number;
  readonly steps: number;
  readonly decisions: number;
  readonly deepest: number;
  readonly sends: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly found: { readonly what: string; readonly path: readonly string[] } | undefined;
}

/** Every order of everything that may happen in a scope, each state once, breadth first: a violation comes by a shortest path. */
export function explore(scope: Scope, progress: (states: number, depth: number, open: number) => void): Result {
  const decisions = new Decisions(scope.signOfLife);
  const visited = new Visited();
  const trail = new Trail();
  let [steps, sends, depth] = [0, 0, 0];
  const ends: Record<string, number> = {};
  const result = (found: Result['found']): Result => ({
    states: visited.size,
    steps,
    decisions: decisions.count,
    deepest: depth,
    sends,
    ends,
    found,
  });
  let level = [pack(initial(scope))];
  trail.add(undefined, 0);
  let first = 0;
  for (; level.length > 0; depth++) {
    const following: string[] = [];
    const nextFirst = trail.size;
    for (const [index, text] of level.entries()) {
      for (const [choice, step] of stepsFrom(unpack(text, scope.voters), decisions).entries()) {
        steps++;
        const what = violation(step, scope.signOfLife);
        if (what !== undefined)
          return result({ what, path: trail.retrace(scope, decisions, [...trail.choicesTo(first + index), choice]) });
        const next = canonical(step.next);
        const key = pack(next);
        if (!visited.add(key.slice(2), next.scales, next.faults)) continue;
        if (step.at.progress.kind === 'begun' && next.wire !== undefined) sends++;
        if (step.ended) ends[step.ended.result] = (ends[step.ended.result] ?? 0) + 1;
        trail.add(first + index, choice);
        following.push(key);
        if (visited.size % 500_000 === 0) progress(visited.size, depth, following.length);
      }
    }
    level = following;
    first = nextFirst;
  }
  return result(undefined);
}

import type { Context } from '../clauses/question.ts';
import type { Absentee } from './absentees.ts';
import type { Opinion } from './rows.ts';

/** Whether something is not as it should be, and may mend itself without an event. */
export function isUnsettled(
  { state, judgement }: Context,
  opinions: readonly Opinion[],
  absentees: readonly Absentee[],
): boolean {
  const isWantedButNotLive = opinions.some(
    ({ target, refusal }) => refusal.reason === 'InRange' && !judgement.live.has(target.id),
  );
  const mayJoin = absentees.some(({ inRange, why }) => inRange && why !== 'NotClustered' && why !== 'OtherId');
  return !state.leader || state.disagreement !== undefined || isWantedButNotLive || mayJoin;
}

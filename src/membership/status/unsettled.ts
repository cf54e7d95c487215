import type { Context } from '../clauses/question.ts';
import type { Unsettled } from '../memory.ts';
import type { Absentee } from './absentees.ts';
import type { Opinion } from './rows.ts';

/**
 * What is not as it should be, and may mend itself without an event: looked at soon at first, then ever more seldom.
 * A member that goes from silence to an answer, say, is something new: it may be live a moment later.
 */
export function unsettledIn(
  { state, judgement, memory, now }: Context,
  opinions: readonly Opinion[],
  absentees: readonly Absentee[],
): Unsettled | undefined {
  const notLive = opinions
    .filter(({ target, refusal }) => refusal.reason === 'InRange' && !judgement.live.has(target.id))
    .map(({ target: { id } }) => `${id} ${judgement.dissents.get(id) ?? 'silent'}`);
  const mayJoin = absentees
    .filter(({ inRange, why }) => inRange && why !== 'NotClustered' && why !== 'OtherId')
    .map(({ pod, why }) => `${pod} ${why}`);
  const wrong = [state.problem?.reason, state.disagreement?.reason, ...notLive, ...mayJoin].filter(Boolean);
  if (wrong.length === 0) return undefined;
  const what = wrong.join(', ');
  return memory.unsettled?.what === what ? memory.unsettled : { what, since: now.monotonic };
}

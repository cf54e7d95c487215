import { identity, unrivalled } from './identity-clauses.ts';
import { notHibernating, observed, outOfRange, podGone, settled, unprotected } from './kubernetes-clauses.ts';
import { alone, backoff, budget, intent } from './pace-clauses.ts';
import { agreement, led, minVoters, notSelf, quorumKept, silent } from './store-clauses.ts';
import { refuse } from './question.ts';
import type { Context, Refusal } from './question.ts';
import type { Target } from './target.ts';

/** Says why the member may not be removed, or nothing if this clause holds. */
export type Clause = (target: Target, context: Context) => Refusal | undefined;

/**
 * The removal rule, §3, in its order; `unrivalled` is a part of `identity` that explicit intent does not replace. A
 * member's verdict and reason are those of the first clause that does not hold. The fence, the last clause, is kept by
 * whoever sends.
 */
export const clauses = [
  ['valid', valid],
  ['identity', identity],
  ['unrivalled', unrivalled],
  ['outOfRange', outOfRange],
  ['unprotected', unprotected],
  ['observed', observed],
  ['podGone', podGone],
  ['notHibernating', notHibernating],
  ['settled', settled],
  ['silent', silent],
  ['leader', led],
  ['agreement', agreement],
  ['quorum', quorumKept],
  ['notSelf', notSelf],
  ['minVoters', minVoters],
  ['backoff', backoff],
  ['budget', budget],
  ['alone', alone],
  ['intent', intent],
] as const satisfies readonly (readonly [string, Clause])[];

/** The first clause that does not hold. */
export function firstRefusal(target: Target, context: Context): Refusal | undefined {
  for (const [, holds] of clauses) {
    const refusal = holds(target, context);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Out of range, seen by its controller, its pod 404, and settled: gone for good, whatever else forbids its removal. */
export function isGoneForGood(target: Target, context: Context): boolean {
  return [outOfRange, observed, podGone, notHibernating, settled].every(
    (holds) => holds(target, context) === undefined,
  );
}

/** An invalid spec never comes so far (`decide-blind.ts`). */
function valid(_: Target, { facts }: Context): Refusal | undefined {
  return facts.cluster.deleting ? refuse('Blocked', 'InvalidSpec', 'The RaftCluster is being deleted.') : undefined;
}

import { identity, notConflicting } from './clauses-identity.ts';
import { podGone, outOfRange, observed, notHibernating, unprotected, settled } from './clauses-kubernetes.ts';
import { agreement, leader, minVoters, notSelf, quorumKept, silent } from './clauses-store.ts';
import type { Context, Refusal, Target, Verdict } from './question.ts';

/** Says why the member may not be removed, or nothing if this clause holds. */
export type Clause = (target: Target, context: Context) => Refusal | undefined;

/**
 * The removal rule, §3, in its order. A member's verdict and reason are those of the first clause that does not hold;
 * the fence, the last clause, is kept by the one who sends (`controller/act.ts`).
 */
export const clauses = [
  ['valid', valid],
  ['identity', identity],
  ['conflict', notConflicting],
  ['outOfRange', outOfRange],
  ['unprotected', unprotected],
  ['observed', observed],
  ['podGone', podGone],
  ['notHibernating', notHibernating],
  ['settled', settled],
  ['silent', silent],
  ['leader', leader],
  ['agreement', agreement],
  ['quorum', quorumKept],
  ['notSelf', notSelf],
  ['minVoters', minVoters],
  ['backoff', backoff],
  ['budget', budget],
  ['alone', alone],
  ['intent', intent],
] as const satisfies readonly (readonly [string, Clause])[];

export type ClauseName = (typeof clauses)[number][0];

/** The first clause that does not hold. */
export function firstRefusal(target: Target, context: Context): (Refusal & { readonly clause: ClauseName }) | undefined {
  for (const [clause, holds] of clauses) {
    const refusal = holds(target, context);
    if (refusal) return { ...refusal, clause };
  }
  return undefined;
}

/** Out of range, seen by its controller, its pod 404, and settled: the member is gone for good, whatever else forbids its removal. */
export function isGoneForGood(target: Target, context: Context): boolean {
  return [outOfRange, observed, podGone, notHibernating, settled].every((holds) => holds(target, context) === undefined);
}

function valid(_: Target, { facts }: Context): Refusal | undefined {
  return facts.cluster.deleting ? refuse('Blocked', 'InvalidSpec', 'The RaftCluster is being deleted.') : undefined;
}

function backoff({ id }: Target, { memory, now }: Context): Refusal | undefined {
  const failure = memory.failures.get(id);
  if (!failure || now.monotonic >= failure.backoffUntil) return undefined;
  const times = failure.count === 1 ? 'once' : `${failure.count} times`;
  const message = `A removal was sent ${times} and proven not to have happened; it is tried again later.`;
  return { verdict: 'Waiting', reason: 'RemovalUnconfirmed', message, until: failure.backoffUntil };
}

const hour = 3_600_000;

function budget({ kind }: Target, { settings, sentAt, now }: Context): Refusal | undefined {
  if (kind === 'leftover') return undefined;
  const recent = sentAt.map((at) => Math.min(at, now.wall)).filter((at) => at > now.wall - hour);
  if (recent.length < settings.maxPerHour) return undefined;
  const frees = recent.toSorted((a, b) => a - b)[recent.length - settings.maxPerHour] ?? now.wall;
  return {
    verdict: 'Waiting',
    reason: 'BudgetSpent',
    message: `${recent.length} removals were sent in the last hour; spec.removal.maxPerHour is ${settings.maxPerHour}.`,
    until: now.monotonic + frees + hour - now.wall,
  };
}

function alone(_: Target, { inFlight }: Context): Refusal | undefined {
  return inFlight ? refuse('Waiting', 'Queued', 'Another removal of this cluster is in flight.') : undefined;
}

function intent(_: Target, { settings }: Context): Refusal | undefined {
  return settings.automatic
    ? undefined
    : refuse('Blocked', 'ObserveOnly', 'It would be removed now; spec.removal.mode is Observe.');
}

export function refuse(verdict: Verdict, reason: Refusal['reason'], message: string, until?: number): Refusal {
  return { verdict, reason, message, until };
}

import { formatTime, parseTime } from '../../ports/wall-time.ts';
import { refuse } from './question.ts';
import type { Context, Refusal } from './question.ts';
import type { Target } from './target.ts';

export function backoff({ id }: Target, { memory, now }: Context): Refusal | undefined {
  const failure = memory.failures.get(id);
  if (!failure || now.monotonic >= failure.backoffUntil) return undefined;
  const times = failure.count === 1 ? 'once' : `${failure.count} times`;
  const message = `A removal was sent ${times} and proven not to have happened; it is tried again later.`;
  return refuse('Waiting', 'RemovalUnconfirmed', message, failure.backoffUntil);
}

const hour = 3_600_000;

/**
 * By wall time, so that it outlives a restart. Whatever was not sent more than an hour ago counts: a time in the future,
 * or one that cannot be read, as if it were sent now.
 */
export function budget({ kind }: Target, { facts, settings, now }: Context): Refusal | undefined {
  if (kind === 'leftover') return undefined;
  const { removal, removals = [] } = facts.cluster.status;
  const sent = removal?.phase === 'Removing' ? [...removals, removal] : removals;
  const recent = sent.map(({ startedAt }) => parseTime(startedAt) ?? now.wall).filter((at) => at > now.wall - hour);
  const last = recent.toSorted((a, b) => b - a)[settings.maxPerHour - 1];
  if (last === undefined) return undefined;
  const frees = last + hour;
  const spent = `${recent.length} removals were sent in the last hour; spec.removal.maxPerHour is ${settings.maxPerHour}`;
  return refuse(
    'Waiting',
    'BudgetSpent',
    `${spent}. It goes on at ${formatTime(frees)}.`,
    now.monotonic + frees - now.wall,
  );
}

/** Nothing is in flight, and nothing that a predecessor sent can be. */
export function alone(_: Target, { inFlight, memory: { quietUntil }, now }: Context): Refusal | undefined {
  if (inFlight) return refuse('Waiting', 'Queued', 'Another removal of this cluster is in flight.');
  if (now.monotonic >= quietUntil) return undefined;
  return refuse(
    'Waiting',
    'Queued',
    'A removal that was begun before this operator came may still take effect.',
    quietUntil,
  );
}

export function intent(_: Target, { settings }: Context): Refusal | undefined {
  if (settings.automatic) return undefined;
  return refuse('Blocked', 'ObserveOnly', 'It would be removed now; spec.removal.mode is Observe.');
}

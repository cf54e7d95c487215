import { formatMilliTime } from '../ports/wall-time.ts';
import { groundsOf } from './grounds.ts';
import type { Grounds } from './grounds.ts';
import type { FreshObservation } from './observation.ts';
import type { Context } from './clauses/question.ts';
import type { RemovalRecord } from './record-life.ts';
import type { Target } from './clauses/target.ts';

/** What cached reads suggest: to be confirmed by fresh ones, never to be acted on. */
export interface Intention {
  readonly kind: 'confirm';
  readonly id: string;
  /** The pod whose absence has to be read afresh. */
  readonly pod: string | undefined;
}

declare const fromFreshReads: unique symbol;

/** A removal that may be begun now. Only `orderRemoval` makes one, and only from a fresh observation. */
export interface RemovalOrder {
  readonly kind: 'remove';
  readonly [fromFreshReads]: true;
  readonly id: string;
  /** The pod to be asked: the proven leader's. */
  readonly leader: { readonly pod: string; readonly podUid: string; readonly memberId: string };
  /** The record that must be written before anything is sent. */
  readonly record: RemovalRecord;
  /** When the oldest of its facts was asked for, monotonic milliseconds: nothing is sent later than the fence's window from here. */
  readonly firstReadAt: number;
  readonly grounds: Grounds;
}

export function orderRemoval(
  { firstReadAt, readings }: FreshObservation,
  target: Target,
  context: Context,
  holder: string,
): RemovalOrder | undefined {
  const { state, memory, now } = context;
  const { leader, committed } = state;
  if (!leader || !committed) return undefined;
  const order: Omit<RemovalOrder, typeof fromFreshReads> = {
    kind: 'remove',
    id: target.id,
    leader: { pod: leader.pod, podUid: leader.podUid, memberId: leader.view.memberId },
    record: {
      member: target.id,
      holder,
      phase: target.kind === 'leftover' ? 'CleaningUp' : 'Removing',
      startedAt: formatMilliTime(now.wall),
      attempts: (memory.failures.get(target.id)?.count ?? 0) + 1,
      term: String(committed.term),
      commitIndex: String(committed.commitIndex),
    },
    firstReadAt: Math.min(firstReadAt, ...readings.map(({ askedAt }) => askedAt)),
    grounds: groundsOf(target, committed, context),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand exists for the compiler only
  return order as RemovalOrder;
}

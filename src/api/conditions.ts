import type { z } from 'zod';

import { conditionTypes } from './status/conditions.ts';
import type { condition } from './status/conditions.ts';

export type ConditionType = (typeof conditionTypes)[number];

export type Condition = z.output<typeof condition>;

/** What a pass concludes; when it became so is up to `setCondition`. */
export type ConditionState = Omit<Condition, 'lastTransitionTime'>;

/** kstatus takes these for trouble by their mere presence, so they are listed only while True. */
const onlyWhenTrue: ReadonlySet<ConditionType> = new Set(['Reconciling', 'Stalled', 'Suspended']);

/**
 * `previous` with `next` in it, in the order of `conditionTypes`. `lastTransitionTime` moves to `now` (RFC 3339, wall
 * time) only when the condition's status changes; reason, message and observedGeneration are always those of `next`.
 */
export function setCondition(previous: readonly Condition[], next: ConditionState, now: string): Condition[] {
  const before = previous.find(({ type }) => type === next.type);
  const others = previous.filter(({ type }) => type !== next.type);
  if (onlyWhenTrue.has(next.type) && next.status !== 'True') return others;
  const lastTransitionTime = before?.status === next.status ? before.lastTransitionTime : now;
  return [...others, { ...next, lastTransitionTime }].toSorted(
    (a, b) => conditionTypes.indexOf(a.type) - conditionTypes.indexOf(b.type),
  );
}

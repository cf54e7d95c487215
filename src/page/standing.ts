import type { DecodedRaftCluster } from '../api/decode.ts';
import type { Condition } from '../api/conditions.ts';

/** How a RaftCluster is, in the order in which a person wants to know: the first needs one most. */
export const standings = ['stalled', 'notReady', 'unknown', 'new', 'blocked', 'working', 'suspended', 'ready'] as const;

export interface Standing {
  readonly kind: (typeof standings)[number];
  /** Of `Ready`, or of what says more; undefined where no reason is given. */
  readonly reason: Condition['reason'] | undefined;
  /** Why, for people. */
  readonly message: string;
}

/** How a RaftCluster is, and why, from its own status. */
export function standingOf({ spec, status }: DecodedRaftCluster): Standing {
  if ('invalid' in status) return { kind: 'stalled', reason: undefined, message: unreadable(status.invalid) };
  const conditions = status.conditions ?? [];
  const is = (type: Condition['type']): Condition | undefined =>
    conditions.find((condition) => condition.type === type && condition.status === 'True');
  const ready = conditions.find(({ type }) => type === 'Ready');
  const [suspended, stalled, working] = [is('Suspended'), is('Stalled'), is('Reconciling')];
  if (suspended !== undefined) return { ...toldBy(suspended), kind: 'suspended' };
  if (stalled !== undefined) return { ...toldBy(stalled), kind: 'stalled' };
  if ('invalid' in spec) return { kind: 'stalled', reason: 'InvalidSpec', message: spec.invalid };
  if (ready === undefined)
    return { kind: 'new', reason: undefined, message: 'The operator has not looked at it yet: that takes seconds.' };
  if (ready.status === 'Unknown') return { ...toldBy(ready), kind: 'unknown' };
  if (ready.status === 'False') return { ...toldBy(ready), kind: 'notReady' };
  const blocked = is('RemovalBlocked');
  if (blocked !== undefined) return { ...toldBy(blocked), kind: 'blocked' };
  return { ...toldBy(ready), kind: working === undefined ? 'ready' : 'working' };
}

function toldBy({ reason, message }: Condition): Pick<Standing, 'reason' | 'message'> {
  return { reason, message };
}

function unreadable(why: string): string {
  return `The operator cannot understand what it remembers in the status, so it neither acts nor writes over it: ${why}`;
}

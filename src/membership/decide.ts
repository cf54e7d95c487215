import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { blindStatus } from './status/blind.ts';
import { firstRefusal } from './clauses/clauses.ts';
import { contextOf } from './context.ts';
import type { Environment } from './context.ts';
import { newMemory } from './memory.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { CachedObservation, FreshObservation, Observation } from './observation.ts';
import { orderRemoval } from './order.ts';
import type { Intention, RemovalOrder } from './order.ts';
import type { Context } from './clauses/question.ts';
import { fenceWindow } from './record.ts';
import { concludeStatus, recordsAfter } from './status/status.ts';
import { suspendedStatus } from './status/suspended.ts';
import type { Target } from './clauses/target.ts';
import { byTurn, leftoverTargets, memberTargets } from './clauses/targets.ts';
import { wakeAt } from './wake.ts';

/** The pure result of one pass: the whole new status, at most one effect, and when to look again. */
export interface Decision<Effect> {
  readonly status: RaftClusterStatus;
  readonly effect: Effect | undefined;
  readonly memory: Memory;
  /** When something may change without an event, monotonic milliseconds; Infinity: never. */
  readonly wakeAt: number;
}

/**
 * The product. What cached reads allow is an intention, to be confirmed by fresh ones; an order to remove comes from a
 * fresh observation alone. Pure: no clock, no network, nothing of Kubernetes or of a store.
 */
export function decide(
  observation: FreshObservation,
  memory: Memory,
  now: Moment,
  environment: Environment,
): Decision<RemovalOrder>;
export function decide(
  observation: CachedObservation,
  memory: Memory,
  now: Moment,
  environment: Environment,
): Decision<Intention>;
export function decide(
  observation: Observation,
  known: Memory,
  now: Moment,
  environment: Environment,
): Decision<RemovalOrder | Intention> {
  const { uid, settings, status } = observation.cluster;
  const memory = known.uid === uid ? known : newMemory(uid, now.monotonic, fenceWindow + environment.traits.longestAct);
  if ('invalid' in settings) return asleep(blindStatus(settings.invalid, { facts: observation, now }), memory);
  if (settings.suspend && !status.removal)
    return asleep(suspendedStatus({ facts: observation, settings, now }), memory);
  const context = contextOf(observation, settings, memory, now, environment);
  if (settings.suspend) return proveEnd(context);
  const chosen = nextTarget(context);
  const effect = chosen && effectOn(chosen, observation, context, environment);
  const conclusion = concludeStatus(context, chosen, effect?.kind === 'remove' ? effect.record : undefined);
  return { status: conclusion.status, effect, memory: conclusion.memory, wakeAt: wakeAt(context, conclusion) };
}

/** Nothing changes before an event comes. */
function asleep(status: RaftClusterStatus, memory: Memory): Decision<never> {
  return { status, effect: undefined, memory, wakeAt: Infinity };
}

/** Of a suspended RaftCluster only the end of a removal in flight is still proven. */
function proveEnd(context: Context): Decision<never> {
  const { removal: _, ...status } = suspendedStatus(context);
  const memory = { ...context.memory, unsettled: undefined };
  const decision = asleep({ ...status, ...recordsAfter(context, undefined) }, memory);
  return context.inFlight ? { ...decision, wakeAt: wakeAt(context, { opinions: [], memory }) } : decision;
}

/** The first, by turn, for which every clause holds; a leftover only when no member's turn it is. */
function nextTarget(context: Context): Target | undefined {
  return [...memberTargets(context), ...leftoverTargets(context)]
    .toSorted(byTurn(context))
    .find((target) => firstRefusal(target, context) === undefined);
}

function effectOn(
  target: Target,
  observation: Observation,
  context: Context,
  { holder }: Environment,
): RemovalOrder | Intention | undefined {
  if (observation.freshness === 'fresh') return orderRemoval(observation, target, context, holder);
  return { kind: 'confirm', id: target.id, pod: target.pod };
}

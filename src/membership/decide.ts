import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { contextOf } from './context.ts';
import type { Environment } from './context.ts';
import { decideBlind, decideSuspended } from './decide-blind.ts';
import { firstRefusal } from './clauses.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { CachedObservation, FreshObservation, InvalidSettings, Observation } from './observation.ts';
import { orderRemoval } from './order.ts';
import type { Intention, RemovalOrder } from './order.ts';
import type { Context, Target } from './question.ts';
import { lifeOf } from './record.ts';
import type { Settings } from './settings.ts';
import { concludeStatus } from './status.ts';
import { byTurn, leftoverTargets, memberTargets } from './targets.ts';
import { wakeAt } from './wake.ts';

/** The pure result of one pass: the whole new status, at most one effect, and when to look again. */
export interface Decision<Effect> {
  readonly status: RaftClusterStatus;
  readonly effect: Effect | undefined;
  readonly memory: Memory;
  /** When something may change without an event, monotonic milliseconds. */
  readonly wakeAt: number;
}

/**
 * The product. What cached reads allow is an intention, to be confirmed by fresh ones; an order to remove comes from a
 * fresh observation alone. Pure: no clock, no network, nothing of Kubernetes or of a store.
 */
export function decide(observation: FreshObservation, memory: Memory, now: Moment, environment: Environment): Decision<RemovalOrder>;
export function decide(observation: CachedObservation, memory: Memory, now: Moment, environment: Environment): Decision<Intention>;
export function decide(
  observation: Observation,
  memory: Memory,
  now: Moment,
  environment: Environment,
): Decision<RemovalOrder | Intention> {
  const { settings, status } = observation.cluster;
  if (isInvalid(settings)) return decideBlind(observation, settings.invalid, memory, now);
  if (settings.suspend && !status.removal) return decideSuspended(observation, settings, memory, now);
  const before = contextOf(observation, settings, memory, now, environment);
  const life = lifeOf({ ...before, record: status.removal });
  const context = { ...before, inFlight: life.kind === 'inFlight' };
  const chosen = settings.suspend ? undefined : nextTarget(context);
  const effect = chosen && (observation.freshness === 'fresh' ? orderRemoval(observation, chosen, context, environment.holder) : { kind: 'confirm' as const, id: chosen.id, pod: chosen.pod });
  const concluded = concludeStatus(context, life, chosen, effect?.kind === 'remove' ? effect.record : undefined);
  return { ...concluded, effect, wakeAt: wakeAt(context, life, concluded) };
}

function isInvalid(settings: Settings | InvalidSettings): settings is InvalidSettings {
  return 'invalid' in settings;
}

/** The first, by turn, for which every clause holds; a leftover only when no member's turn it is. */
function nextTarget(context: Context): Target | undefined {
  return [...memberTargets(context), ...leftoverTargets(context)]
    .toSorted(byTurn(context))
    .find((target) => firstRefusal(target, context) === undefined);
}

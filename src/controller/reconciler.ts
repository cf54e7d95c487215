import { parseDuration } from '../api/duration.ts';
import { KubeError } from '../kube/kube-error.ts';
import { contextOf } from '../membership/context.ts';
import type { Environment } from '../membership/context.ts';
import { decide } from '../membership/decide.ts';
import type { Decision } from '../membership/decide.ts';
import type { Memory } from '../membership/memory.ts';
import type { Moment } from '../membership/moment.ts';
import type { Intention, RemovalOrder } from '../membership/order.ts';
import { raisedStatus } from '../membership/status/raised.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { AdminAccess } from './admin-access.ts';
import type { AdminAccesses } from './admin-accesses.ts';
import type { Caches } from './caches.ts';
import { isReadable } from './facts.ts';
import type { ReadableCluster } from './facts.ts';
import type { Memories } from './memories.ts';
import type { Observer } from './observer.ts';
import type { PassLogs } from './pass-logs.ts';
import type { CachedCluster } from './projections.ts';
import type { Remover } from './remover.ts';
import type { ReportableCluster, StatusStore } from './status-store.ts';

/** When a key wants to be looked at again, monotonic milliseconds; Infinity: when something happens. */
export interface Next {
  readonly wakeAt: number;
}

const whenSomethingHappens: Next = { wakeAt: Infinity };
/** Until a removal that was handed over is looked at, answered or not. Milliseconds. */
const firstLook = 50;
/** Milliseconds for the write of a status that no request waits for. */
const reportTimeout = 5000;

export interface ReconcilerOptions {
  readonly caches: Caches;
  readonly memories: Memories;
  readonly accesses: AdminAccesses;
  readonly observer: Observer;
  readonly statuses: Pick<StatusStore, 'write' | 'amend' | 'forget'>;
  readonly remover: Remover;
  readonly clock: Clock;
  readonly random: Random;
  readonly logs: PassLogs;
  /** The identity that records name. */
  readonly holder: string;
  readonly isLeading: () => boolean;
}

/** One pass over one RaftCluster: observe, decide, and then either confirm and carry out, or report. */
export class Reconciler {
  readonly #options: ReconcilerOptions;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Throws `KubeError` for all that a later try may mend: `conflict` when the pass has to start over. */
  async reconcile(key: string, signal: AbortSignal): Promise<Next> {
    const { caches, remover, clock, isLeading, logs } = this.#options;
    const [namespace = '', name = ''] = key.split('/');
    const cluster = caches.cluster(namespace, name);
    if (!cluster) return this.#forget(key, namespace, name);
    const { status, metadata } = cluster;
    if ('invalid' in status) {
      logs.of(key).error({}, `Nothing is done: ${status.invalid}`);
      return whenSomethingHappens;
    }
    if (metadata.deletionTimestamp !== undefined) return whenSomethingHappens;
    const reportable = { ...cluster, status };
    // Whoever leads: a record that never led to a request only holds up the next leader.
    if (await remover.takeBack(reportable)) return { wakeAt: clock.now().monotonic };
    if (!isLeading()) return this.#stand(cluster);
    if (isReadable(cluster) && !isResting(cluster)) return this.#pass(key, cluster, signal);
    const decision = decide(this.#options.observer.unasked(cluster), ...this.#knowledge(cluster));
    return this.#report(reportable, this.#remember(cluster, decision), signal);
  }

  /**
   * Raises the published floors, beside whatever pass is under way, to what Kubernetes alone shows. `doubted` are pods of
   * which nobody knows yet what became of their voter. Throws `KubeError`: `conflict` when the status was just written.
   */
  async raise(key: string, doubted: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    const { caches, observer, statuses, clock, isLeading } = this.#options;
    const [namespace = '', name = ''] = key.split('/');
    const cluster = caches.cluster(namespace, name);
    if (!cluster || !isReadable(cluster) || cluster.spec.suspend || !isLeading()) return;
    const facts = observer.unasked(cluster);
    const { settings, deleting } = facts.cluster;
    if ('invalid' in settings || deleting) return;
    const status = raisedStatus(facts, settings, doubted, clock.now());
    if (status) await statuses.amend(cluster, status, { timeout: reportTimeout, signal });
  }

  #forget(key: string, namespace: string, name: string): Next {
    const { memories, accesses, statuses, remover } = this.#options;
    memories.forget(namespace, name);
    accesses.forget(key);
    statuses.forget(key);
    remover.forget(key);
    return whenSomethingHappens;
  }

  /** A standby keeps the sightings, so that a takeover does not begin them anew. */
  #stand(cluster: CachedCluster): Next {
    const observation = this.#options.observer.unasked(cluster);
    const { settings } = observation.cluster;
    if ('invalid' in settings) return whenSomethingHappens;
    this.#remember(cluster, contextOf(observation, settings, ...this.#knowledge(cluster)));
    return whenSomethingHappens;
  }

  async #pass(key: string, cluster: ReadableCluster, signal: AbortSignal): Promise<Next> {
    const { accesses, observer } = this.#options;
    const access = await accesses.of(key, cluster, signal);
    const [memory] = this.#knowledge(cluster);
    const observation = await observer.cached(cluster, access, memory, signal);
    if (this.#isOver(signal)) return whenSomethingHappens;
    accesses.learn(key, observation.readings);
    if (observation.mayRemove === 'forbidden') accesses.doubt(key);
    const decision = this.#remember(cluster, decide(observation, ...this.#knowledge(cluster)));
    if (!decision.effect) return this.#report(cluster, decision, signal);
    // The removal before it, if this pass proves its end, may still wait for an answer: on the connection needed now.
    this.#options.remover.giveUp(key);
    return this.#confirm(key, cluster, access, decision.effect, signal);
  }

  /** Looks again, afresh, and goes on only if the same function comes to the same removal. */
  async #confirm(
    key: string,
    cluster: ReadableCluster,
    access: AdminAccess,
    intention: Intention,
    signal: AbortSignal,
  ): Promise<Next> {
    const { observer, accesses, remover, clock } = this.#options;
    const [memory] = this.#knowledge(cluster);
    const look = await observer.fresh(cluster, access, memory, intention, signal);
    if (this.#isOver(signal)) return whenSomethingHappens;
    accesses.learn(key, look.observation.readings);
    if (await remover.takeBack(look.cluster)) return { wakeAt: clock.now().monotonic };
    const decision = this.#remember(cluster, decide(look.observation, ...this.#knowledge(cluster)));
    const { effect } = decision;
    if (effect?.id === intention.id) {
      await remover.carryOut(look.cluster, effect, decision.status, access);
      return { wakeAt: clock.now().monotonic + firstLook };
    }
    const next = await this.#report(look.cluster, { ...decision, status: withoutRecord(decision) }, signal);
    if (!effect) return next;
    throw new KubeError('conflict', `RaftCluster ${key}: fresh reads speak for ${effect.id}, not for ${intention.id}`);
  }

  async #report(cluster: ReportableCluster, { status, wakeAt }: Decision<unknown>, signal: AbortSignal): Promise<Next> {
    const { statuses, clock, random } = this.#options;
    await statuses.write(cluster, status, { timeout: reportTimeout, signal });
    return { wakeAt: spread(cluster, clock.now().monotonic, wakeAt, random) };
  }

  #isOver(signal: AbortSignal): boolean {
    return signal.aborted || !this.#options.isLeading();
  }

  /** What a decision needs besides the observation; to be used in the same turn, since events revise the memory. */
  #knowledge(cluster: CachedCluster): [Memory, Moment, Environment] {
    const { memories, accesses, clock, holder } = this.#options;
    const traits = accesses.traitsOf(cluster);
    return [memories.of(cluster, traits.longestAct), clock.now(), { traits, holder }];
  }

  #remember<T extends { readonly memory: Memory }>(cluster: CachedCluster, conclusion: T): T {
    this.#options.memories.put(cluster, conclusion.memory);
    return conclusion;
  }
}

/** Suspended, with no removal whose end has yet to be proven: nobody is asked. */
function isResting({ spec, status }: ReadableCluster): boolean {
  return spec.suspend && !status.removal;
}

/** A fresh look that came to another removal is reported without the record that it would have begun with. */
function withoutRecord({ status, effect }: Decision<RemovalOrder>): Decision<RemovalOrder>['status'] {
  if (!effect) return status;
  const { removal: _, ...rest } = status;
  return rest;
}

/** Polls come up to a tenth early, so that those of many RaftClusters spread; what is due sooner comes when it is due. */
function spread({ spec }: CachedCluster, now: number, wakeAt: number, random: Random): number {
  if ('invalid' in spec) return wakeAt;
  const tenth = parseDuration(spec.admin.pollInterval) / 10;
  return wakeAt - now > 9 * tenth ? wakeAt - tenth * random.fraction() : wakeAt;
}

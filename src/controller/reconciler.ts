import { parseDuration } from '../api/duration.ts';
import { KubeError } from '../kube/kube-error.ts';
import { contextOf } from '../membership/context.ts';
import type { Environment } from '../membership/context.ts';
import { decide } from '../membership/decide.ts';
import type { Decision } from '../membership/decide.ts';
import type { RemovalAnswer } from '../membership/evidence.ts';
import type { Flight } from '../membership/memory.ts';
import type { Intention, RemovalOrder } from '../membership/order.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import type { AdminAccess, AdminAccesses } from './admin-access.ts';
import type { Caches } from './caches.ts';
import type { Memories } from './memories.ts';
import { isReadable } from './observer.ts';
import type { Observer, ReadableCluster } from './observer.ts';
import type { CachedCluster } from './projections.ts';
import type { Remover } from './remover.ts';
import type { StatusStore } from './status-store.ts';

/** When a key wants to be looked at again, monotonic milliseconds; Infinity: when something happens. */
export interface Next {
  readonly wakeAt: number;
}

const nothingToDo: Next = { wakeAt: Infinity };
/** How long a pass waits for the watches to deliver what the API server already says. Milliseconds. */
const behindPause = 50;

export interface ReconcilerOptions {
  readonly caches: Caches;
  readonly memories: Memories;
  readonly accesses: AdminAccesses;
  readonly observer: Observer;
  readonly statuses: StatusStore;
  readonly remover: Remover;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The identity that records name. */
  readonly holder: string;
  readonly isLeading: () => boolean;
  /** Asks for another pass over the key, at once. */
  readonly again: (key: string) => void;
}

/** One pass over one RaftCluster: observe, decide, and then either confirm, begin and act, or report. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  /** Records of this process that are known never to have led to a request, by key: to be cleared. */
  readonly #unsent = new Map<string, string>();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Throws `KubeError` and nothing else that a later try could mend. */
  async reconcile(key: string, signal: AbortSignal): Promise<Next> {
    const { caches, memories, accesses, isLeading, log } = this.#options;
    const [namespace = '', name = ''] = key.split('/');
    const cluster = caches.cluster(namespace, name);
    if (!cluster) {
      memories.forget(namespace, name);
      accesses.forget(key);
      this.#unsent.delete(key);
      return nothingToDo;
    }
    if ('invalid' in cluster.status) {
      log.error({ raftCluster: key }, `Nothing is done: ${cluster.status.invalid}`);
      return nothingToDo;
    }
    if (cluster.metadata.deletionTimestamp !== undefined) return nothingToDo;
    if (!isLeading()) return this.#stand(cluster);
    return isReadable(cluster) ? this.#pass(key, cluster, signal) : this.#report(cluster, this.#decideUnasked(cluster));
  }

  /** A standby keeps the sightings, so that a takeover does not begin them anew. */
  #stand(cluster: CachedCluster): Next {
    const { observer, memories, clock } = this.#options;
    if (!isReadable(cluster)) return nothingToDo;
    const environment = this.#environment(cluster);
    const memory = memories.of(cluster, environment.traits.longestAct);
    const observation = observer.unasked(cluster);
    const { settings } = observation.cluster;
    if (!('invalid' in settings)) memories.put(cluster, contextOf(observation, settings, memory, clock.now(), environment).memory);
    return nothingToDo;
  }

  async #pass(key: string, cluster: ReadableCluster, signal: AbortSignal): Promise<Next> {
    const { accesses, observer, memories, clock } = this.#options;
    if (await this.#clearUnsent(key, cluster)) return { wakeAt: clock.now().monotonic };
    const environment = this.#environment(cluster);
    const memory = memories.of(cluster, environment.traits.longestAct);
    if (cluster.spec.suspend && !cluster.status.removal) return this.#report(cluster, this.#decideUnasked(cluster));
    const access = await accesses.of(key, cluster, cluster.spec);
    const observation = await observer.cached(cluster, access, memory, signal);
    accesses.learn(key, observation.readings);
    const decision = decide(observation, memories.of(cluster, environment.traits.longestAct), clock.now(), environment);
    if (signal.aborted) return nothingToDo;
    if (decision.effect) return this.#confirm(key, cluster, access, decision.effect, signal);
    return this.#report(cluster, decision);
  }

  #decideUnasked(cluster: CachedCluster): Decision<Intention> {
    const { observer, memories, clock } = this.#options;
    const environment = this.#environment(cluster);
    return decide(observer.unasked(cluster), memories.of(cluster, environment.traits.longestAct), clock.now(), environment);
  }

  /** Looks again, afresh, and goes on only if the same function comes to the same removal. */
  async #confirm(key: string, cluster: ReadableCluster, access: AdminAccess, intention: Intention, signal: AbortSignal): Promise<Next> {
    const { observer, memories, clock, log, accesses } = this.#options;
    const environment = this.#environment(cluster);
    const look = await observer.fresh(cluster, access, memories.of(cluster, environment.traits.longestAct), intention, signal);
    if (signal.aborted) return nothingToDo;
    if (look.kind === 'behind') {
      log.debug({ raftCluster: key }, `The pass starts over: ${look.what}`);
      return { wakeAt: clock.now().monotonic + behindPause };
    }
    accesses.learn(key, look.observation.readings);
    const decision = decide(look.observation, memories.of(cluster, environment.traits.longestAct), clock.now(), environment);
    if (decision.effect?.id !== intention.id || decision.effect.record.member !== intention.id) {
      return this.#report(look.cluster, { ...decision, status: withoutRecord(decision) });
    }
    return this.#act(key, look.cluster, access, decision, decision.effect);
  }

  async #act(key: string, cluster: ReadableCluster, access: AdminAccess, decision: Decision<RemovalOrder>, order: RemovalOrder): Promise<Next> {
    const { remover, memories, clock, log } = this.#options;
    memories.put(cluster, decision.memory);
    // Until the request is handed over, a record that may or may not have been written is one to be cleared.
    this.#unsent.set(key, order.record.startedAt);
    const removal = await remover.carryOut(cluster, order, decision.status, access);
    if (removal.kind === 'tooLate') {
      log.warn({ raftCluster: key, member: order.id }, 'Nothing was sent: the facts grew too old');
      return { wakeAt: clock.now().monotonic };
    }
    this.#unsent.delete(key);
    memories.put(cluster, { ...memories.of(cluster, 0), flight: removal.flight });
    void removal.answer.then((answer) => this.#hear(key, cluster, access, removal.flight, answer));
    return { wakeAt: clock.now().monotonic + behindPause };
  }

  /** What the store answered is kept for people; only that nothing was sent ends the record. */
  #hear(key: string, cluster: ReadableCluster, access: AdminAccess, flight: Flight, answer: RemovalAnswer): void {
    const { memories, accesses, again, log } = this.#options;
    const text = describe(answer);
    log.info({ raftCluster: key, member: flight.member, answer: answer.kind }, `Removal answered: ${text}`);
    if (answer.kind === 'notSent') this.#unsent.set(key, flight.startedAt);
    if (answer.kind === 'unauthorized' || answer.kind === 'forbidden') accesses.distrust(key);
    if (answer.kind === 'unsupported') access.mayRemove = 'unsupported';
    if (answer.kind === 'rejected') log.error({ raftCluster: key, member: flight.member }, `The store rejected a removal that should not have been sent: ${answer.message}`);
    const memory = memories.of(cluster, 0);
    if (memory.flight?.startedAt === flight.startedAt) memories.put(cluster, { ...memory, flight: { ...memory.flight, answer: text } });
    again(key);
  }

  /** Takes back a record of ours that never led to a request (`NotSent`: no entry). */
  async #clearUnsent(key: string, cluster: ReadableCluster): Promise<boolean> {
    const startedAt = this.#unsent.get(key);
    if (startedAt === undefined) return false;
    const { removal } = cluster.status;
    const isOurs = removal?.startedAt === startedAt && removal.holder === this.#options.holder;
    if (isOurs) await this.#options.remover.clear(cluster);
    this.#unsent.delete(key);
    return isOurs;
  }

  async #report(cluster: CachedCluster, { status, memory, wakeAt, effect }: Decision<unknown>): Promise<Next> {
    const { memories, statuses, clock, random } = this.#options;
    memories.put(cluster, memory);
    if (!('invalid' in cluster.status)) {
      try {
        await statuses.write({ ...cluster, status: cluster.status }, status);
      } catch (error) {
        if (!(error instanceof KubeError) || error.code !== 'conflict') throw error;
        return { wakeAt: clock.now().monotonic + behindPause };
      }
    }
    const now = clock.now().monotonic;
    if (effect !== undefined) return { wakeAt: now + behindPause };
    return { wakeAt: spread(cluster, now, wakeAt, random) };
  }

  #environment(cluster: CachedCluster): Environment {
    const { holder, accesses } = this.#options;
    return { traits: accesses.traitsOf(cluster), holder };
  }
}

/** Polls come up to a tenth early, so that those of many RaftClusters spread; whatever is sooner than a poll is exact. */
function spread({ spec }: CachedCluster, now: number, wakeAt: number, random: Random): number {
  const interval = 'invalid' in spec ? Infinity : parseDuration(spec.admin.pollInterval);
  return wakeAt < now + interval - 1 ? wakeAt : wakeAt - interval * 0.1 * random.fraction();
}

/** A fresh look that came to another removal is reported without the record that it would have begun with. */
function withoutRecord({ status, effect }: Decision<RemovalOrder>): Decision<RemovalOrder>['status'] {
  if (!effect) return status;
  const { removal: _, ...rest } = status;
  return rest;
}

function describe(answer: RemovalAnswer): string {
  switch (answer.kind) {
    case 'removed':
      return 'removed';
    case 'notClustered':
      return 'the node that was asked takes part in no cluster';
    case 'notLeader':
      return 'the node that was asked is not the leader any more';
    case 'unauthorized':
      return 'the admin token was not accepted';
    case 'forbidden':
      return 'the admin token may not remove members';
    case 'unsupported':
      return 'this version of the store has no endpoint to remove members';
    case 'rejected':
      return `rejected: ${answer.message}`;
    case 'unknown':
      return `outcome unknown: ${answer.message}`;
    case 'notSent':
      return answer.why === 'tooLate' ? 'not sent: the facts grew too old' : 'not sent: the connection to the leader was not open';
  }
}

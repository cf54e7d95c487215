import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { RemovalAnswer } from '../membership/evidence.ts';
import type { RemovalOrder } from '../membership/order.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { AdminNode } from '../stores/driver.ts';
import { isAddressed } from './admin-access.ts';
import type { AdminAccess } from './admin-access.ts';
import type { AdminAccesses } from './admin-accesses.ts';
import type { Caches } from './caches.ts';
import type { ReadableCluster } from './facts.ts';
import type { Fence } from './fence.ts';
import type { Memories } from './memories.ts';
import type { PassLogs } from './pass-logs.ts';
import { describeAnswer } from './removal-answer.ts';
import { keyOf } from './resource.ts';
import type { ReportableCluster } from './status-store.ts';
import { UnsentRecords } from './unsent-records.ts';

export interface RemoverOptions {
  readonly fence: Fence;
  readonly caches: Caches;
  readonly memories: Memories;
  readonly accesses: AdminAccesses;
  readonly clock: Clock;
  readonly logs: PassLogs;
  /** Asks for another pass over the key, at once. */
  readonly again: (key: string) => void;
}

/** One removal as this process handed it over. */
interface Sending {
  readonly cluster: ReportableCluster;
  readonly order: RemovalOrder;
  readonly access: AdminAccess;
  /** Of the pass that sends: what the request brings may come after its end. */
  readonly log: Log;
}

/** Carries out orders: begins the removal, sends one request, once, and listens to what it brings. */
export class Remover {
  readonly #options: RemoverOptions;
  readonly #unsent = new UnsentRecords();
  /** Requests without an answer, by RaftCluster. */
  readonly #underWay = new Map<string, AbortController>();

  constructor(options: RemoverOptions) {
    this.#options = options;
  }

  /**
   * `cluster` as it was read afresh for `order`, and the status that was decided with it. Resolves when the request is
   * handed over. Throws `KubeError` when nothing was sent: the facts must be gathered anew.
   */
  async carryOut(
    cluster: ReadableCluster,
    order: RemovalOrder,
    status: RaftClusterStatus,
    access: AdminAccess,
  ): Promise<void> {
    const { fence, logs } = this.#options;
    const key = keyOf(cluster);
    const log = logs.of(key);
    const { startedAt } = order.record;
    // A write that fails may have happened all the same, or happen later.
    this.#unsent.add(key, cluster.uid, startedAt);
    const begun = await fence.begin(cluster, order, status);
    const sending: Sending = { cluster: begun, order, access, log };
    const giveUp = new AbortController();
    const node = this.#leaderOf(sending, giveUp.signal);
    if (!node || !fence.isOpen(order)) {
      await this.takeBack(begun);
      throw new KubeError(
        'conflict',
        `RaftCluster ${key}: nothing was sent, ${node ? 'the facts grew too old' : 'the leader is another pod'}`,
      );
    }
    this.#unsent.delete(key, cluster.uid, startedAt);
    this.#underWay.set(key, giveUp);
    this.#send(sending, node);
  }

  /** Takes a record of ours out of the status that never led to a request. Answers whether there was one. */
  async takeBack(cluster: ReportableCluster): Promise<boolean> {
    const { removal } = cluster.status;
    const key = keyOf(cluster);
    if (!removal || !this.#unsent.has(key, cluster.uid, removal.startedAt)) return false;
    await this.#options.fence.takeBack(cluster);
    this.#unsent.delete(key, cluster.uid, removal.startedAt);
    const { member, startedAt } = removal;
    this.#options.logs.of(key).warn({ member, startedAt }, 'Nothing was sent: the record was taken back');
    return true;
  }

  /** No removal is in flight any more: a request that still waits for its answer only holds up the next. */
  giveUp(key: string): void {
    this.#underWay.get(key)?.abort();
  }

  forget(key: string): void {
    this.giveUp(key);
    this.#unsent.forget(key);
  }

  /** The pod that led when the facts were read, unless it is another one now. */
  #leaderOf({ cluster, order: { leader }, access }: Sending, signal: AbortSignal): AdminNode | undefined {
    const pod = this.#options.caches.pod(cluster.namespace, leader.pod);
    return pod && pod.uid === leader.podUid && isAddressed(pod) ? access.removeNode(pod, signal) : undefined;
  }

  #send(sending: Sending, node: AdminNode): void {
    const { fence, memories, clock } = this.#options;
    const { cluster, order, access, log } = sending;
    const { member, startedAt, phase, attempts: attempt } = order.record;
    const now = clock.now().monotonic;
    const flight = { member, startedAt, seenAt: now, sentAt: now, answer: 'none', isOver: false, proof: undefined };
    memories.fly(cluster, flight);
    const { pod: asked } = order.leader;
    log.info({ member, startedAt, phase, attempt, asked, grounds: order.grounds }, 'Removal handed over');
    const mayStillSend = (): boolean => {
      if (!fence.isOpen(order)) return false;
      memories.revise(cluster, startedAt, { sentAt: clock.now().monotonic });
      return true;
    };
    void access.driver.remove(node, order.id, mayStillSend).then((answer) => this.#hear(sending, answer, node.signal));
  }

  /** What the store answered is kept for people, unless we stopped listening; only that nothing was sent ends the record. */
  #hear({ cluster, order, access, log }: Sending, answer: RemovalAnswer, signal: AbortSignal | undefined): void {
    const { memories, accesses, again } = this.#options;
    const key = keyOf(cluster);
    const { member, startedAt } = order.record;
    const text = describeAnswer(answer);
    const level = answer.kind === 'rejected' ? 'error' : 'info';
    log[level]({ member, startedAt, answer: answer.kind }, `Removal answered: ${text}`);
    this.#underWay.delete(key);
    const isGivenUp = answer.kind === 'unknown' && signal?.aborted === true;
    if (!isGivenUp) memories.revise(cluster, startedAt, { answer: text, isOver: answer.kind !== 'unknown' });
    if (answer.kind === 'notSent') this.#unsent.add(key, cluster.uid, startedAt);
    if (answer.kind === 'unauthorized' || answer.kind === 'forbidden') accesses.doubt(key);
    if (answer.kind === 'unsupported') access.learn(order.leader.podUid, 'unsupported');
    again(key);
  }
}

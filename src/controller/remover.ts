import { isDeepStrictEqual } from 'node:util';

import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { RemovalAnswer } from '../membership/evidence.ts';
import type { Flight } from '../membership/memory.ts';
import type { RemovalOrder } from '../membership/order.ts';
import { fenceWindow } from '../membership/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { AdminAccess } from './admin-access.ts';
import type { Caches } from './caches.ts';
import type { ReadableCluster } from './observer.ts';
import { raftClusters } from './resource.ts';
import { projectCluster } from './projections.ts';
import type { CachedCluster } from './projections.ts';
import type { ReportableCluster, StatusStore } from './status-store.ts';

/** What became of an order. */
export type Removal =
  /** The record is written and the request handed over; what `answer` brings proves nothing but `notSent`. */
  | { readonly kind: 'begun'; readonly flight: Flight; readonly answer: Promise<RemovalAnswer> }
  /** There was no time left to write the record: nothing was sent. */
  | { readonly kind: 'tooLate' };

/** Milliseconds for the write of the record. */
const recordTimeout = 1000;

/** Begins a removal and sends it: the fence of the removal rule (§3), then one request, once. */
export class Remover {
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #statuses: StatusStore;
  readonly #caches: Caches;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #mayAct: () => boolean;

  constructor(options: {
    readonly client: Pick<KubeClient, 'get'>;
    readonly statuses: StatusStore;
    readonly caches: Caches;
    readonly clock: Clock;
    readonly log: Log;
    /** Whether this process leads and is not being stopped. */
    readonly mayAct: () => boolean;
  }) {
    this.#client = options.client;
    this.#statuses = options.statuses;
    this.#caches = options.caches;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#mayAct = options.mayAct;
  }

  /** `cluster` as it was read afresh for `order`, and the status that was decided with it. Throws `KubeError`. */
  async carryOut(cluster: ReadableCluster, order: RemovalOrder, status: RaftClusterStatus, access: AdminAccess): Promise<Removal> {
    if (!(await this.#begin(cluster, order, status))) return { kind: 'tooLate' };
    const node = this.#nodeOf(cluster, order, access);
    const mayStillSend = () => this.#clock.now().monotonic - order.firstReadAt <= fenceWindow && this.#mayAct();
    const answer = node ? access.driver.remove(node, order.id, mayStillSend) : leaderReplaced;
    const { monotonic } = this.#clock.now();
    const { startedAt, phase } = order.record;
    const fields = { raftCluster: `${cluster.namespace}/${cluster.name}`, member: order.id, asked: order.leader.memberId, phase };
    this.#log.info(fields, 'Removal handed over');
    return { kind: 'begun', flight: { member: order.id, startedAt, seenAt: monotonic, sentAt: monotonic, answer: undefined }, answer };
  }

  /** Takes a record out of the status that is known never to have led to a request. */
  async clear(cluster: ReadableCluster): Promise<void> {
    const { removal: _, ...status } = cluster.status;
    await this.#statuses.write(cluster, status, recordTimeout);
  }

  /** Writes the record onto the state that was read; once more if only things changed that do not matter. */
  async #begin(cluster: ReadableCluster, order: RemovalOrder, status: RaftClusterStatus): Promise<boolean> {
    let onto: ReportableCluster = cluster;
    while (this.#clock.now().monotonic - order.firstReadAt < fenceWindow - recordTimeout) {
      try {
        await this.#statuses.write(onto, status, recordTimeout);
        return true;
      } catch (error) {
        if (!(error instanceof KubeError) || error.code !== 'conflict') throw error;
      }
      const { namespace, name } = cluster;
      const now = projectCluster(await this.#client.get(raftClusters, { namespace, name }, { timeout: recordTimeout }));
      if (!isSameFence(cluster, now)) throw new KubeError('conflict', `RaftCluster ${namespace}/${name} has changed since it was read`);
      onto = now;
    }
    return false;
  }

  #nodeOf({ namespace }: ReadableCluster, { leader }: RemovalOrder, access: AdminAccess) {
    const pod = this.#caches.pod(namespace, leader.pod);
    return pod?.uid === leader.podUid ? access.removeNode(pod) : undefined;
  }
}

/** The pod that led when the facts were read is another one now. */
const leaderReplaced = Promise.resolve<RemovalAnswer>({ kind: 'notSent', why: 'noOpenConnection' });

/** Whether all that the fence protects is unchanged; annotations, labels and the rest of the status may differ. */
function isSameFence(before: ReadableCluster, now: CachedCluster): now is ReportableCluster {
  return (
    !('invalid' in now.status) &&
    before.uid === now.uid &&
    before.metadata.generation === now.metadata.generation &&
    before.metadata.deletionTimestamp === now.metadata.deletionTimestamp &&
    isDeepStrictEqual([before.status.removal, before.status.removals], [now.status.removal, now.status.removals])
  );
}

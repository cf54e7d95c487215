import { isDeepStrictEqual } from 'node:util';

import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { RemovalOrder } from '../membership/order.ts';
import { fenceWindow } from '../membership/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadableCluster } from './facts.ts';
import { projectCluster } from './projections.ts';
import type { CachedCluster } from './projections.ts';
import { raftClusters } from './resource.ts';
import type { ReportableCluster, StatusStore } from './status-store.ts';

/** Milliseconds for the write of a record, and for the read after a conflict. */
const recordTimeout = 1000;

export interface FenceOptions {
  readonly client: Pick<KubeClient, 'get'>;
  readonly statuses: Pick<StatusStore, 'write'>;
  readonly clock: Clock;
  /** Whether this process leads and is not being stopped. */
  readonly mayAct: () => boolean;
}

/** The last clause of the removal rule (§3, "Fence"): what stands between an order and its request. */
export class Fence {
  readonly #options: FenceOptions;

  constructor(options: FenceOptions) {
    this.#options = options;
  }

  /** Whether a request may be sent in this very turn. */
  isOpen({ firstReadAt }: RemovalOrder): boolean {
    const { clock, mayAct } = this.#options;
    return clock.now().monotonic - firstReadAt <= fenceWindow && mayAct();
  }

  /**
   * Writes the record onto the state that was read; again if only things changed that do not matter. Answers the
   * RaftCluster with the record in it. Throws `KubeError`; after some of its codes the record may have been written.
   */
  async begin(cluster: ReadableCluster, order: RemovalOrder, status: RaftClusterStatus): Promise<ReportableCluster> {
    const { statuses, clock } = this.#options;
    const { namespace, name } = cluster;
    let onto: ReportableCluster = cluster;
    while (clock.now().monotonic - order.firstReadAt < fenceWindow - recordTimeout) {
      try {
        return withRecord(await statuses.write(onto, status, { timeout: recordTimeout }), order);
      } catch (error) {
        if (!(error instanceof KubeError) || error.code !== 'conflict') throw error;
      }
      onto = await this.#readAgain(cluster);
    }
    throw new KubeError('timeout', `RaftCluster ${namespace}/${name}: nothing was sent, the facts grew too old`);
  }

  /** Takes the record out of the status again (`NotSent`: no entry). */
  async takeBack(cluster: ReportableCluster): Promise<void> {
    const { removal: _, ...status } = cluster.status;
    await this.#options.statuses.write(cluster, status, { timeout: recordTimeout });
  }

  async #readAgain(cluster: ReadableCluster): Promise<ReportableCluster> {
    const { namespace, name } = cluster;
    const object = await this.#options.client.get(raftClusters, { namespace, name }, { timeout: recordTimeout });
    const now = projectCluster(object);
    if (isSameFence(cluster, now)) return now;
    throw new KubeError('conflict', `RaftCluster ${namespace}/${name} has changed since it was read`);
  }
}

/** A CRD that is older than this operator may drop the field, and with it the fence. */
function withRecord(written: ReportableCluster, { record }: RemovalOrder): ReportableCluster {
  if (isDeepStrictEqual(written.status.removal, record)) return written;
  const { namespace, name } = written;
  throw new KubeError(
    'internal',
    `RaftCluster ${namespace}/${name}: status.removal was not kept: is the CRD of this version installed?`,
  );
}

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

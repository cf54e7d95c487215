import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { ClusterObject } from '../kubernetes/storage/objects-of.ts';
import { cluster, type World } from '../world/world.ts';

export interface Shown {
  /** Virtual milliseconds. */
  readonly at: number;
  readonly status: RaftClusterStatus;
}

/** All that one RaftCluster of a story has shown. */
export class Statuses {
  readonly history: Shown[] = [];
  #current: ClusterObject | undefined;

  constructor(world: World, name: string = cluster.name) {
    world.kubernetes.objects.watch('raftclusters', ({ after, shown, at }) => {
      if (shown.name !== name) return;
      this.#current = after?.object;
      if (after?.object.status !== undefined) this.history.push({ at, status: after.object.status });
    });
  }

  /** Whether it holds of a status that is about the newest spec. */
  isCurrently(holds: (status: RaftClusterStatus) => boolean): boolean {
    const { metadata, status } = this.#current ?? {};
    if (status === undefined || status.observedGeneration !== metadata?.generation) return false;
    return holds(status);
  }

  /** Every verdict and reason that a member was ever given: `Keep InRange`. */
  verdictsOf(id?: string): ReadonlySet<string> {
    const given = this.history.flatMap(({ status }) => status.members ?? []);
    const own = given.filter((member) => id === undefined || member.id === id);
    return new Set(own.map(({ verdict, reason }) => `${verdict} ${reason}`));
  }

  /** Every reason that a condition ever had. */
  reasonsOf(type: string): ReadonlySet<string> {
    const given = this.history.flatMap(({ status }) => status.conditions ?? []);
    return new Set(given.flatMap((condition) => (condition.type === type ? condition.reason : [])));
  }
}

import { deletionsIn } from '../harness/deletions.ts';
import type { Deletion } from '../harness/deletions.ts';
import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { arcCluster, tokenSecret } from '../../testbed/arc-cluster.ts';
import { ArcNode } from '../../testbed/arc-node.ts';
import type { Bed } from '../../testbed/bed.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';

const patience = { timeout: 90_000, interval: 100 };
const secret = 'arc-bootstrap-token';
const token = 'a-token-of-at-least-thirty-two-characters';
const raftClusters = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster' };

interface RaftClusterObject extends KubeObject {
  readonly status?: RaftClusterStatus;
}

/** A store in a namespace of its own, and its RaftCluster: what an installed operator has to do with. */
export class GuardedStore {
  readonly namespace: string;
  readonly #bed: Bed;

  private constructor(bed: Bed, namespace: string) {
    this.#bed = bed;
    this.namespace = namespace;
  }

  /** Resolves when all nodes vote; nobody looks after them yet. Pods end without leave. */
  static async start(bed: Bed, namespace: string, replicas: number): Promise<GuardedStore> {
    const store = new GuardedStore(bed, await bed.namespace(namespace));
    bed.agent.ungraceful(namespace);
    await bed.kube.apply([
      tokenSecret(namespace, secret, token),
      ...arcCluster({ namespace, name: 'arc', replicas, tokenSecret: secret }),
    ]);
    await waitUntil(`${replicas} voters in ${namespace}`, patience, async () => {
      const lists = await Promise.all(store.#nodes.map((node) => node.voters()));
      return lists.length === replicas && lists.every((voters) => voters.length === replicas);
    });
    return store;
  }

  async guard(): Promise<void> {
    const spec = {
      store: { type: 'Arc' },
      members: [{ statefulSet: 'arc' }],
      admin: {
        tokenSecretRef: { name: secret, key: 'bootstrap-token' },
        pollInterval: '10s',
        removeTimeout: '120s',
      },
      removal: { delay: '10s' },
    };
    await this.#bed.kube.apply([{ ...raftClusters, metadata: { name: 'arc', namespace: this.namespace }, spec }]);
  }

  async scaleTo(replicas: number): Promise<void> {
    await this.#bed.kube.scale(this.namespace, 'arc', replicas);
  }

  /** From now on the next DELETE is never answered and does nothing. */
  async hangNextRemoval(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.setFaults({ delete: 'hang', count: 1 })));
  }

  /** Waits until a removal was sent and nothing has come of it. */
  async inMidRemoval(): Promise<void> {
    await this.becomes('a removal in flight', ({ removal }) => removal?.phase === 'Removing');
    await waitUntil('the DELETE', patience, () => this.deletions.some(({ endedAt }) => endedAt === undefined));
  }

  async becomes(what: string, holds: (status: RaftClusterStatus) => boolean): Promise<void> {
    const ref = { ...raftClusters, namespace: this.namespace, name: 'arc' };
    await waitUntil(`RaftCluster ${this.namespace}/arc to show ${what}`, patience, async () => {
      const { status = {} } = await this.#bed.kube.get<RaftClusterObject>(ref);
      if (holds(status)) return true;
      throw new Error(JSON.stringify(status.conditions));
    });
  }

  get deletions(): readonly Deletion[] {
    return deletionsIn(this.#bed.requestLog(this.namespace));
  }

  /** The voters as every node that runs shows them. */
  async voters(): Promise<readonly string[]> {
    return waitUntil(`all nodes of ${this.namespace} to agree`, patience, async () => {
      const [first = [], ...others] = await Promise.all(this.#nodes.map((node) => node.voters()));
      return others.every((list) => list.join() === first.join()) && first;
    });
  }

  get #nodes(): readonly ArcNode[] {
    return this.#bed.agent.pods
      .filter(({ key, ready }) => ready && key.startsWith(`${this.namespace}/arc-`))
      .map(({ address }) => new ArcNode(address, { token }));
  }
}

/** Whether all is well, and nothing left to do. */
export function isReady({ conditions = [], removal }: RaftClusterStatus): boolean {
  return removal === undefined && conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

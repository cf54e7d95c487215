import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { arcCluster, tokenSecret } from '../testbed/arc-cluster.ts';
import type { Bed } from '../testbed/bed.ts';
import type { KubeObject } from '../testbed/kube-object.ts';
import type { Managed } from '../testbed/processes.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import type { Target } from './prometheus.ts';

const root = join(import.meta.dirname, '../..');
const namespace = 'db';
const token = 'arc-bootstrap-token';
const raftClusters = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster' };
const patience = { timeout: 90_000, interval: 200 };

interface Replica extends Target {
  readonly process: Managed;
}

/** What the pictures show: two RaftClusters and two replicas of the operator, in good days and bad ones. */
export class Story {
  readonly #bed: Bed;
  readonly replicas: readonly Replica[];

  private constructor(bed: Bed, replicas: readonly Replica[]) {
    this.#bed = bed;
    this.replicas = replicas;
  }

  /** Resolves when both RaftClusters are Ready, and one replica leads. */
  static async begin(bed: Bed): Promise<Story> {
    await kubectl(bed, 'apply', '--server-side', '-k', join(root, 'crds'));
    await kubectl(bed, 'apply', '-k', join(root, 'config/rbac'));
    await bed.namespace(namespace);
    bed.agent.ungraceful(namespace);
    await bed.kube.apply([
      tokenSecret(namespace, token, 'a-token-of-at-least-thirty-two-characters'),
      ...['orders', 'stock'].flatMap((name) =>
        arcCluster({ namespace, name, replicas: name === 'orders' ? 5 : 3, tokenSecret: token }),
      ),
      raftCluster('orders'),
      raftCluster('stock'),
    ]);
    const replicas = [await replica(bed, 'operator-a'), await replica(bed, 'operator-b')];
    const story = new Story(bed, replicas);
    await story.#becomes('orders', ({ liveVoters }) => liveVoters === 5);
    await story.#becomes('stock', ({ liveVoters }) => liveVoters === 3);
    return story;
  }

  /** Two voters go for good, without a goodbye. Resolves when they are out of the configuration. */
  async scaleDown(): Promise<void> {
    await this.#bed.kube.scale(namespace, 'orders', 3);
    await this.#becomes('orders', ({ voters, liveVoters }) => voters === 3 && liveVoters === 3);
  }

  async loseQuorum(): Promise<void> {
    await this.#bed.kube.scale(namespace, 'stock', 1);
    await this.#becomes('stock', ({ faultTolerance = 0 }) => faultTolerance < 0);
  }

  async recover(): Promise<void> {
    await this.#bed.kube.scale(namespace, 'stock', 3);
    await this.#becomes('stock', ({ liveVoters, leader }) => liveVoters === 3 && leader !== undefined);
  }

  /** The replica that leads ends as if its node had gone. */
  async failOver(): Promise<void> {
    const holder = async () => {
      const lease = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        namespace: 'raftcluster-system',
        name: 'raftcluster-operator',
      };
      return (await this.#bed.kube.get<KubeObject & { readonly spec: { readonly holderIdentity?: string } }>(lease))
        .spec.holderIdentity;
    };
    const before = await holder();
    const leading = this.replicas.find(({ pod }) => before?.startsWith(pod));
    assert.ok(leading, `no replica is ${before}`);
    leading.process.signal('SIGKILL');
    await waitUntil('another leader', patience, async () => {
      const now = await holder();
      return now !== undefined && now !== '' && now !== before;
    });
  }

  async #becomes(name: string, holds: (status: RaftClusterStatus) => boolean): Promise<void> {
    await waitUntil(`${name} as expected`, patience, async () => {
      const raft = await this.#bed.kube.get<KubeObject & { readonly status?: RaftClusterStatus }>({
        ...raftClusters,
        namespace,
        name,
      });
      return holds(raft.status ?? {});
    });
  }
}

function raftCluster(name: string) {
  const spec = {
    store: { type: 'Arc' },
    members: [{ statefulSet: name }],
    admin: { pollInterval: '10s', tokenSecretRef: { name: token, key: 'bootstrap-token' } },
    removal: { delay: '20s' },
  };
  return { ...raftClusters, metadata: { name, namespace }, spec };
}

async function replica(bed: Bed, pod: string): Promise<Replica> {
  const config = await bed.operatorKubeconfig('raftcluster-system', 'raftcluster-operator');
  const log = bed.run.file(`${pod}.log`);
  const host = new URL(bed.controlPlane.access.server).hostname;
  const flags = { kubeconfig: config, 'health-address': `${host}:0`, 'metrics-address': `${host}:0` };
  const process_ = bed.processes.start({
    name: pod,
    file: process.execPath,
    args: [join(root, 'dist/operator.js'), ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)],
    env: { PATH: process.env['PATH'] ?? '', POD_NAME: pod },
    log,
  });
  const port = await waitUntil(`${pod} to start`, patience, () => {
    if (process_.over) throw new Error(process_.lastWords());
    return /"metricsPort":(\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
  });
  return { pod, process: process_, address: `${host}:${port}` };
}

async function kubectl(bed: Bed, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.kubectl(args);
  assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
}

import { randomBytes } from 'node:crypto';
import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { arcCluster, tokenSecret } from '../testbed/arc-cluster.ts';
import { kubeconfig } from '../testbed/kubeconfig.ts';
import type { KubeObject } from '../testbed/kube-object.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { DidNotHappen } from './did-not-happen.ts';
import type { DemoBed, Ground } from './ground.ts';
import { processGround } from './process-ground.ts';
import { realGround } from './real-ground.ts';
import type { Screen } from './screen.ts';
import { Store } from './store.ts';

export const NAMESPACE = 'demo';
export const SET = 'arc';
/** The pods at the beginning. */
export const PODS = 5;

const TOKEN_SECRET = 'arc-bootstrap-token';
const WAIT = { timeout: 60_000, interval: 50 };

/** Everything that the demo runs on. */
export class Stage {
  readonly ground: Ground;
  readonly store: Store;
  readonly screen: Screen;
  /** The admin token of the store. */
  readonly token: string;
  /** Of a cluster administrator, in the demo's namespace. */
  readonly kubeconfig: string;

  constructor(ground: Ground, screen: Screen, token: string) {
    const { bed } = ground;
    this.ground = ground;
    this.screen = screen;
    this.token = token;
    this.store = new Store(bed, NAMESPACE, token);
    this.kubeconfig = bed.run.file('demo.kubeconfig', kubeconfig(bed.controlPlane.access, NAMESPACE));
  }

  get bed(): DemoBed {
    return this.ground.bed;
  }

  /** Runs kubectl and shows both the command and what it prints. */
  async show(...args: readonly string[]): Promise<string> {
    this.screen.command(`kubectl ${args.join(' ')}`);
    const text = await this.kubectl(...args);
    this.screen.output(text);
    return text;
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    const { stdout, stderr, code } = await this.bed.kubectl(args, { kubeconfig: this.kubeconfig });
    if (code !== 0) throw new DidNotHappen(`kubectl ${args.join(' ')} failed: ${stderr.trim()}`);
    return stdout;
  }

  async status(): Promise<RaftClusterStatus> {
    const { status } = await this.bed.kube.get<RaftCluster>({
      apiVersion: 'raftcluster.dev/v1alpha1',
      kind: 'RaftCluster',
      namespace: NAMESPACE,
      name: SET,
    });
    return status ?? {};
  }

  /** Waits until it is so, as long as the operator runs. */
  until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
    return waitUntil(what, { ...WAIT, signal: this.ground.ended }, look);
  }

  /** Waits until the status of the RaftCluster is so. */
  untilStatus(what: string, holds: (status: RaftClusterStatus) => boolean): Promise<RaftClusterStatus> {
    return this.until(what, async () => {
      const status = await this.status();
      return holds(status) && status;
    });
  }
}

/** A cluster, and nothing on it yet. */
export async function openStage(screen: Screen): Promise<Stage> {
  const say = (line: string): void => (line.startsWith('starting') ? undefined : screen.progress(line));
  const isReal = process.env['NODE'] === 'real';
  const ground = isReal
    ? await screen.step('a control plane and two nodes run: kubelet and containerd', () => realGround(say))
    : await screen.step('etcd, kube-apiserver and kube-controller-manager run', () => processGround(say));
  return new Stage(ground, screen, randomBytes(16).toString('hex'));
}

/** The operator and a store of five pods, step by step on the screen. */
export async function setStage(stage: Stage): Promise<void> {
  const { ground, screen } = stage;
  const { bed } = ground;
  await screen.step(ground.install.says, async () => {
    await ground.install.done();
    await bed.namespace(NAMESPACE);
  });
  await screen.step(`StatefulSet ${SET}: ${PODS} pods are Ready, each a voter of one Raft cluster`, async () => {
    const store = arcCluster({ namespace: NAMESPACE, name: SET, replicas: PODS, tokenSecret: TOKEN_SECRET });
    await bed.kube.apply([
      tokenSecret(NAMESPACE, TOKEN_SECRET, stage.token),
      ...ground.storeManifests(NAMESPACE, store),
    ]);
    await votersEverywhere(stage, PODS);
  });
  await screen.step(ground.startOperator.says, ground.startOperator.done);
}

export function isReady({ conditions = [] }: RaftClusterStatus): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Waits until every one of so many nodes shows itself and all others as voters. */
export async function votersEverywhere(stage: Stage, count: number): Promise<void> {
  await stage.until(`${count} nodes to show ${count} voters`, async () => {
    const views = await stage.store.voters();
    return views.size === count && [...views.values()].every((ids) => ids.length === count);
  });
}

interface RaftCluster extends KubeObject {
  readonly status?: RaftClusterStatus;
}

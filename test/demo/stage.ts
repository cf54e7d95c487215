import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { arcCluster, tokenSecret } from '../testbed/arc-cluster.ts';
import { type Bed, startBed } from '../testbed/bed.ts';
import { kubeconfig } from '../testbed/kubeconfig.ts';
import type { KubeObject } from '../testbed/kube-object.ts';
import type { Managed } from '../testbed/processes.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { DidNotHappen } from './did-not-happen.ts';
import type { Screen } from './screen.ts';
import { Store } from './store.ts';

export const NAMESPACE = 'demo';
export const SET = 'arc';
/** The pods at the beginning. */
export const PODS = 5;

const ROOT = join(import.meta.dirname, '..', '..');
const OPERATOR = join(ROOT, 'dist', 'operator.js');
const TOKEN_SECRET = 'arc-bootstrap-token';
const WAIT = { timeout: 60_000, interval: 50 };
/** Milliseconds that the operator has to stop. */
const GRACE = 10_000;

/** Everything that the demo runs on. */
export class Stage {
  readonly bed: Bed;
  readonly store: Store;
  readonly screen: Screen;
  /** The admin token of the store. */
  readonly token: string;
  /** Of a cluster administrator, in the demo's namespace. */
  readonly kubeconfig: string;
  /** Aborts when the operator ends by itself. */
  readonly #ended = new AbortController();
  #operator: Managed | undefined;

  constructor(bed: Bed, screen: Screen, token: string) {
    this.bed = bed;
    this.screen = screen;
    this.token = token;
    this.store = new Store(bed, NAMESPACE, token);
    this.kubeconfig = bed.run.file('demo.kubeconfig', kubeconfig(bed.controlPlane.access, NAMESPACE));
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
    return waitUntil(what, { ...WAIT, signal: this.#ended.signal }, look);
  }

  /** Waits until the status of the RaftCluster is so. */
  untilStatus(what: string, holds: (status: RaftClusterStatus) => boolean): Promise<RaftClusterStatus> {
    return this.until(what, async () => {
      const status = await this.status();
      return holds(status) && status;
    });
  }

  /** With the token of its own ServiceAccount, as its Deployment would run it; resolves when it follows the cluster. */
  async startOperator(): Promise<void> {
    const { bed } = this;
    const config = await bed.operatorKubeconfig('raftcluster-system', 'raftcluster-operator');
    const operator = bed.processes.start({
      name: 'operator',
      file: process.execPath,
      args: [OPERATOR, '--kubeconfig', config, '--health-address', '127.0.0.1:0'],
      env: { PATH: process.env['PATH'] ?? '', HOME: bed.run.folder('home') },
      log: this.operatorLog,
    });
    const ended = operator.exited.then(() => this.#ended.abort(new DidNotHappen('the operator ended')));
    bed.onStop(async () => {
      await operator.stop(GRACE);
      await ended;
    });
    this.#operator = operator;
    await this.until('the operator to be ready', () =>
      readFileSync(this.operatorLog, 'utf8').includes('Caches are complete'),
    );
  }

  get operatorLog(): string {
    return this.bed.run.file('operator.log');
  }

  /** The end of the operator's log, for a message. */
  lastWords(): string {
    return this.#operator?.lastWords() ?? '';
  }
}

/** A control plane with a node, and nothing on it yet. */
export async function openStage(screen: Screen): Promise<Stage> {
  const bed = await screen.step('etcd, kube-apiserver and kube-controller-manager run', () =>
    startBed({ say: (line) => (line.startsWith('starting') ? undefined : screen.progress(line)) }),
  );
  return new Stage(bed, screen, randomBytes(16).toString('hex'));
}

/** The operator and a store of five pods, step by step on the screen. */
export async function setStage(stage: Stage): Promise<void> {
  const { bed, screen } = stage;
  await screen.step('kubectl apply -k crds, kubectl apply -k config/rbac', async () => {
    await stage.kubectl('apply', '--server-side', '-k', join(ROOT, 'crds'));
    await stage.kubectl('apply', '-k', join(ROOT, 'config', 'rbac'));
    await bed.namespace(NAMESPACE);
  });
  await screen.step(`StatefulSet ${SET}: ${PODS} pods are Ready, each a voter of one Raft cluster`, async () => {
    await bed.kube.apply([
      tokenSecret(NAMESPACE, TOKEN_SECRET, stage.token),
      ...arcCluster({ namespace: NAMESPACE, name: SET, replicas: PODS, tokenSecret: TOKEN_SECRET }),
    ]);
    await votersEverywhere(stage, PODS);
  });
  await screen.step('the operator runs, with the token of its own ServiceAccount', () => stage.startOperator());
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

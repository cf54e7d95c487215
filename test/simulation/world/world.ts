import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { adminToken, ArcCluster, type ArcSettings, readToken } from '../arc/arc-cluster.ts';
import { ArcWorkload } from '../arc/arc-workload.ts';
import { hostOf, identityOf } from '../arc/identity.ts';
import { Network } from '../engine/network.ts';
import type { ClockTrouble } from '../engine/process.ts';
import { Seeded } from '../engine/seeded.ts';
import { Timeline } from '../engine/timeline.ts';
import { Trace } from '../engine/trace.ts';
import { Kubernetes } from '../kubernetes/kubernetes.ts';
import type { Key } from '../kubernetes/storage/objects.ts';
import type { WantedSet } from '../kubernetes/users.ts';
import { Counts } from './counts.ts';
import { SimulatedOperator } from './simulated-operator.ts';
import { tellWrites } from './story.ts';

export const namespace = 'arc';
export const cluster: Key = { namespace, name: 'arc' };
export const tokenSecret: Key = { namespace, name: 'arc-token' };
/** Without the port: clients name an origin as `URL` does. */
const apiServer = 'https://10.96.0.1';

const operatorToken = 'operator-0123456789-0123456789';

/** One StatefulSet of the store. */
export interface SetOptions extends Omit<WantedSet, 'namespace'> {
  /** Writers by default; in generation B readers do not vote. */
  readonly role?: 'writer' | 'reader';
}

export interface WorldOptions {
  readonly seed: number;
  readonly sets: readonly SetOptions[];
  /** Beside `store`, `members` and `admin.tokenSecretRef`. */
  readonly spec?: { readonly removal?: object; readonly admin?: object; readonly [field: string]: unknown };
  readonly arc?: Partial<ArcSettings>;
  /** Milliseconds by which watches, API server caches and the StatefulSet controller's caches are behind; drawn for each change. */
  readonly lag?: { readonly watch?: () => number; readonly cache?: () => number; readonly controller?: () => number };
}

/** Kubernetes, a store, its users, and operators, in virtual time: one seed decides everything that happens in it. */
export class World {
  readonly seed: number;
  readonly timeline = new Timeline();
  readonly random: Seeded;
  readonly trace: Trace;
  readonly counts = new Counts();
  readonly network: Network;
  readonly arc: ArcCluster;
  readonly kubernetes: Kubernetes;
  readonly operators: SimulatedOperator[] = [];
  /** What must never happen whatever the faults: a program that fails, a status that the CRD refuses. */
  readonly defects: string[] = [];
  readonly options: WorldOptions;
  #operatorsStarted = 0;

  constructor(options: WorldOptions) {
    const { seed, arc, lag = {} } = options;
    this.options = options;
    this.seed = seed;
    this.random = new Seeded(seed);
    this.trace = new Trace(this.timeline);
    this.network = new Network(this.timeline);
    const seeds = options.sets
      .slice(0, 1)
      .flatMap(({ name, start = 0 }) => [0, 1, 2].map((index) => seedAddress(name, start + index)));
    this.arc = new ArcCluster(this.network, this.random.fork('arc'), {
      seeds,
      leaveDelay: 1_000,
      identityOf: (pod) => {
        const { role = 'writer' } = options.sets.find(({ name }) => name === pod.statefulSet) ?? {};
        const bootstraps = pod.ordinal === (options.sets[0]?.start ?? 0) && pod.statefulSet === options.sets[0]?.name;
        return { ...identityOf(pod), role, bootstraps };
      },
      tell: (who, what) => this.trace.tell(who, what),
      ...arc,
    });
    const count = (what: string): void => this.counts.add(what);
    this.kubernetes = new Kubernetes({
      timeline: this.timeline,
      random: this.random,
      workload: new ArcWorkload(this.arc),
      nodes: ['node-1', 'node-2', 'node-3'],
      count,
      ...(lag.watch && { watchLag: lag.watch }),
      ...(lag.cache && { cacheLag: lag.cache }),
      ...(lag.controller && { controllerLag: lag.controller }),
    });
    this.network.attach(apiServer, this.kubernetes.server);
    tellWrites(this.trace, this.kubernetes.objects);
    const { users } = this.kubernetes;
    users.setSecret(tokenSecret, { token: adminToken, reads: readToken });
    for (const { role: _, ...set } of options.sets) users.createSet({ namespace, ...set });
  }

  get now(): number {
    return this.timeline.now;
  }

  get status(): RaftClusterStatus {
    return this.kubernetes.objects.get('raftclusters', cluster.namespace, cluster.name)?.status ?? {};
  }

  set(name: string): Key {
    return { namespace, name };
  }

  pod(name: string): Key {
    return { namespace, name };
  }

  /** Creates the RaftCluster. */
  apply(spec = this.options.spec ?? {}): void {
    const members = this.options.sets.map(({ name }) => ({ statefulSet: name }));
    this.kubernetes.users.createCluster(cluster, {
      store: { type: 'Arc' },
      members,
      ...spec,
      removal: { delay: '10s', ...spec.removal },
      admin: { pollInterval: '10s', tokenSecretRef: { name: tokenSecret.name, key: 'token' }, ...spec.admin },
    });
  }

  /** Starts one more operator. Alone it may lead from the start; several take part in an election. */
  startOperator({ elects = false, clock, server = apiServer }: OperatorOptions = {}): SimulatedOperator {
    const name = `operator-${++this.#operatorsStarted}`;
    const operator = new SimulatedOperator({
      name,
      network: this.network,
      random: this.random.fork(name),
      trace: this.trace,
      server,
      token: operatorToken,
      elects,
      ...(clock && { clock }),
      onDefect: (message) => void this.defects.push(message),
    });
    this.operators.push(operator);
    return operator;
  }

  /** Lets so many milliseconds pass. */
  async pass(duration: number): Promise<void> {
    await this.timeline.run(this.now + duration);
  }

  /** Lets time pass until it holds, for at most `patience` milliseconds; whether it does. */
  async until(holds: () => boolean, patience: number): Promise<boolean> {
    const end = this.now + patience;
    // Looked at twenty times a second: asking after each event would cost more than the events.
    while (!holds() && this.now < end) await this.timeline.run(Math.min(this.now + 50, end));
    return holds();
  }

  /** Until every pod is Ready, the store has a leader and every wanted pod is a member. */
  async formed(patience = 120_000): Promise<void> {
    const isFormed = (): boolean => {
      const wanted = this.kubernetes.objects.list('statefulsets', namespace).flatMap((set) => set.spec.replicas);
      const pods = wanted.reduce((sum, replicas) => sum + replicas, 0);
      return this.arc.leader !== undefined && this.arc.committed.length === pods && this.arc.liveVoters.length > 0;
    };
    if (!(await this.until(isFormed, patience))) throw new Error(`seed ${this.seed}: the store was not formed`);
  }
}

export interface OperatorOptions {
  readonly elects?: boolean;
  readonly clock?: ClockTrouble;
  /** The origin of the API server that it asks. */
  readonly server?: string;
}

function seedAddress(set: string, ordinal: number): string {
  return `${hostOf(`${set}-${ordinal}`, namespace)}:9100`;
}

import { type Exchange } from '../engine/exchange.ts';
import { epoch } from '../engine/process.ts';
import type { Change } from '../kubernetes/storage/stored.ts';
import type { ClusterObject, PodObject, SetObject } from '../kubernetes/storage/objects-of.ts';
import { Store } from '../scenarios/store.ts';
import { cluster, type SetOptions, World } from '../world/world.ts';
import { type Pace, paceOf } from './pace.ts';
import type { Asked } from './requests.ts';
import { idsOf, patience, Side } from './side.ts';
import type { SetUp } from './story.ts';

/** What of the test node differs from Arc: it joins again within a second of its start, and says goodbye at once. */
const arcd = { firstLook: [200, 1_000], bootDelay: [50, 300], leaveDelay: 0 } as const;

/** The story in the deterministic world; a seed draws what is chance or pace on the real side. */
export class SimulatedSide extends Side {
  readonly #world: World;
  readonly #store: Store;
  readonly #asked: Asked[] = [];

  constructor({ sets, mode = 'Automatic' }: SetUp, seed: number) {
    super();
    const pace = paceOf(seed);
    const wanted: readonly SetOptions[] = sets.map((set) => ({ ...set, parallel: true, grace: 10 }));
    this.#world = new World({ seed, sets: wanted, lag: pace.lag, arc: arcd, spec: { removal: { mode } } });
    this.#world.network.route(pace.route);
    this.#store = new Store(this.#world);
    this.#wire(pace);
    this.#record();
  }

  protected async build({ leader }: SetUp): Promise<void> {
    await this.#world.formed();
    await this.#store.leadBy(leader);
    this.#world.apply();
    this.#world.startOperator();
  }

  async until(what: string, holds: () => boolean, longest = patience): Promise<void> {
    if (!(await this.#world.until(holds, longest))) throw new Error(`not within ${longest} ms: ${what}`);
  }

  get now(): number {
    return epoch + this.#world.now;
  }

  protected get asked(): readonly Asked[] {
    return this.#asked;
  }

  async leave(): Promise<void> {
    for (const operator of this.#world.operators) operator.crash();
  }

  async scale(replicas: number, set = cluster.name): Promise<void> {
    this.#users.scale(this.#world.set(set), replicas);
  }

  async restartAll(): Promise<void> {
    this.#users.restart(this.#world.set(cluster.name));
  }

  async edit({
    suspend,
    mode,
  }: {
    readonly suspend?: boolean;
    readonly mode?: 'Automatic' | 'Observe';
  }): Promise<void> {
    this.#users.editCluster(cluster, (spec) => ({
      ...spec,
      ...(suspend !== undefined && { suspend }),
      removal: { ...spec.removal, ...(mode !== undefined && { mode }) },
    }));
  }

  async evict(pod: string): Promise<void> {
    this.#users.evictPod(this.#world.pod(pod));
  }

  async deleteByForce(pod: string): Promise<void> {
    this.#users.forceDeletePod(this.#world.pod(pod));
  }

  ungraceful(): void {
    this.#store.ungraceful();
  }

  async crash(pod: string): Promise<void> {
    this.#world.kubernetes.kubelets.crash(this.#world.pod(pod));
  }

  hold(pod: string): void {
    this.#world.kubernetes.kubelets.hold(this.#world.pod(pod));
  }

  release(pod: string): void {
    this.#world.kubernetes.kubelets.release(this.#world.pod(pod));
  }

  get #users() {
    return this.#world.kubernetes.users;
  }

  #wire({ wire }: Pace): void {
    const ids = this.#world.options.sets.flatMap(({ name, replicas, start }) => idsOf(name, replicas, start));
    for (const [index, one] of ids.entries())
      for (const other of ids.slice(index + 1)) this.#world.arc.wire.slow(one, other, wire());
  }

  #record(): void {
    this.#world.kubernetes.objects.onWrite((change) => this.#seen(change));
    const arrivals = new Map<number, Omit<Asked, 'status'>>();
    this.#world.network.tap({
      arrived: (exchange) => {
        const asked = this.#arrival(exchange);
        if (asked !== undefined) arrivals.set(exchange.number, asked);
      },
      answered: ({ number }, status) => {
        const asked = arrivals.get(number);
        if (asked !== undefined) this.#asked.push({ ...asked, status });
      },
    });
  }

  #seen({ kind, after, shown: { object } }: Change): void {
    if (kind === 'statefulsets' && after !== undefined) this.recording.setSeen(object as SetObject, this.now);
    if (kind === 'raftclusters' && after !== undefined) this.recording.clusterSeen(object as ClusterObject, this.now);
    if (kind !== 'pods') return;
    if (after === undefined) this.recording.podGone(object as PodObject, this.now);
    else this.recording.podSeen(object as PodObject, this.now);
  }

  #arrival({ origin, method, path, headers }: Exchange): Omit<Asked, 'status'> | undefined {
    const node = [...this.#world.arc.nodes.values()].find(({ identity }) => origin === `http://${identity.ip}:8000`);
    if (node === undefined) return undefined;
    const hasToken = headers['authorization'] !== undefined;
    return { at: this.now, method, path, pod: node.id, wasLeader: node.raft.isLeader, hasToken };
  }
}

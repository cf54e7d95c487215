import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { AdminAccesses } from '../../../src/controller/admin-accesses.ts';
import { Caches } from '../../../src/controller/caches.ts';
import { clusterSamples } from '../../../src/controller/cluster-samples.ts';
import { Controller } from '../../../src/controller/controller.ts';
import { Fence } from '../../../src/controller/fence.ts';
import { measuredDriver } from '../../../src/controller/measured-driver.ts';
import { Memories } from '../../../src/controller/memories.ts';
import { Observer } from '../../../src/controller/observer.ts';
import { PassLogs } from '../../../src/controller/pass-logs.ts';
import { projectCluster, projectPod, projectSet } from '../../../src/controller/projections.ts';
import type { CachedCluster, CachedPod, CachedSet } from '../../../src/controller/projections.ts';
import { Reconciler } from '../../../src/controller/reconciler.ts';
import { Remover } from '../../../src/controller/remover.ts';
import { RemovalCounts } from '../../../src/controller/removal-counts.ts';
import { raftClusters } from '../../../src/controller/resource.ts';
import { StatusStore } from '../../../src/controller/status-store.ts';
import { TlsClients } from '../../../src/controller/tls-clients.ts';
import type { EventNote } from '../../../src/kube/event-recorder.ts';
import type { KubeObject } from '../../../src/kube/kube-object.ts';
import { ObjectStore } from '../../../src/kube/object-store.ts';
import type { StoreEvent } from '../../../src/kube/object-store.ts';
import { StatusWriter } from '../../../src/kube/status-writer.ts';
import { MetricRegistry } from '../../../src/telemetry/metric-registry.ts';
import type { Change } from '../../e2e/manifests/manifest.ts';
import { ManualClock } from '../../kube/manual-clock.ts';
import { testLog } from '../../kube/test-log.ts';
import { exposed, seriesIn } from '../../telemetry/exposed.ts';
import { FakeKube } from './fake-kube.ts';
import { FakeHttp, FakeStore } from './fake-store.ts';
import { namespace, pod, raftCluster, statefulSet } from './objects.ts';

const key = `${namespace}/arc`;

/** The controller's parts, as `operator.ts` puts them together, over an API server and a store in memory. */
export class World {
  readonly clock = new ManualClock();
  readonly log = testLog();
  readonly logs = new PassLogs(this.log, 'me');
  readonly kube = new FakeKube();
  readonly store = new FakeStore();
  readonly http = new FakeHttp();
  readonly events: EventNote[] = [];
  readonly stopping = new AbortController();
  /** Keys for which another pass was asked. */
  readonly woken: string[] = [];
  leading = true;
  /** While true the watches deliver nothing. */
  blind = false;
  readonly clusters = new ObjectStore<CachedCluster>();
  readonly sets = new ObjectStore<CachedSet>();
  readonly pods = new ObjectStore<CachedPod>();
  readonly caches = new Caches(this.clusters, this.sets, this.pods);
  readonly memories = new Memories(this.clock);
  readonly metrics = new MetricRegistry();
  readonly driver = measuredDriver('Arc', this.store, this.clock, this.metrics);
  readonly accesses = new AdminAccesses(this.kube, this.clock, new TlsClients(this.http.create), { Arc: this.driver });
  readonly observer = new Observer(this.caches, this.kube, this.clock);
  readonly counts = new RemovalCounts();
  readonly statuses = new StatusStore({
    writer: new StatusWriter(this.kube, raftClusters),
    recorder: { record: (event) => void this.events.push(event) },
    // As the reflector does: what is unknown was deleted.
    remember: (cluster) => {
      if (this.clusters.get(cluster.namespace, cluster.name)?.uid === cluster.uid) this.clusters.set(cluster);
    },
    logs: this.logs,
    counts: this.counts,
  });
  readonly random = { fraction: () => 0.5, uuid: () => 'uuid' };
  readonly controller = new Controller({
    ...this.#ports,
    metrics: this.metrics,
    caches: this.caches,
    memories: this.memories,
  });
  readonly reconciler: Reconciler;

  constructor() {
    const { kube: client, statuses, clock, logs, caches, memories, accesses } = this;
    const fence = new Fence({ client, statuses, clock, mayAct: () => this.leading && !this.stopping.signal.aborted });
    this.reconciler = new Reconciler({
      ...this.#ports,
      caches,
      memories,
      accesses,
      observer: this.observer,
      statuses,
      remover: new Remover({
        fence,
        caches,
        memories,
        accesses,
        clock,
        logs,
        again: (name) => void this.woken.push(name),
      }),
      holder: 'me',
      isLeading: () => this.leading,
    });
  }

  get #ports() {
    return { clock: this.clock, logs: this.logs, random: this.random };
  }

  /** Five healthy voters of one StatefulSet. */
  static healthy(spec: Change = {}): World {
    const world = new World();
    world.apply(statefulSet());
    for (const name of ['arc-0', 'arc-1', 'arc-2', 'arc-3', 'arc-4']) world.apply(pod(name));
    world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3', 'arc-4');
    world.apply(raftCluster({ spec }));
    return world;
  }

  /** The same after a scale-down to `replicas` that nobody told the store about, settled for long. */
  static async scaledDown(replicas = 4, spec: Change = {}): Promise<World> {
    const world = World.healthy(spec);
    await world.settleAt(replicas);
    return world;
  }

  /** Scales down, and lets the settling delay pass. */
  async settleAt(replicas: number): Promise<void> {
    await this.pass();
    this.scale(replicas);
    await this.pass();
    await this.clock.advance(61_000);
  }

  scale(replicas: number): void {
    const { generation = 1 } = this.kube.peek('statefulsets', 'arc').metadata;
    this.apply(statefulSet({ replicas, generation: generation + 1 }));
    for (let ordinal = 4; ordinal >= replicas; ordinal--) this.delete('pods', `arc-${ordinal}`);
  }

  /** Stores an object, and lets the watch deliver it. */
  apply(object: KubeObject): void {
    const stored = this.kube.put(object);
    if (object.kind === 'Pod') {
      const { name, ip } = projectPod(stored);
      if (ip !== null) this.store.node(name, ip);
    }
    if (!this.blind) this.deliver(stored);
  }

  deliver(object: KubeObject): void {
    if (object.kind === 'RaftCluster') this.#tell(this.clusters.set(projectCluster(object)));
    if (object.kind === 'StatefulSet')
      for (const event of this.sets.set(projectSet(object))) this.controller.onSet(event);
    if (object.kind === 'Pod') for (const event of this.pods.set(projectPod(object))) this.controller.onPod(event);
  }

  delete(plural: 'pods' | 'statefulsets' | 'raftclusters', name: string): void {
    const { version } = this.kube.remove(plural, name);
    if (this.blind) return;
    if (plural === 'raftclusters') this.#tell(this.clusters.remove(namespace, name, version));
    if (plural === 'statefulsets')
      for (const event of this.sets.remove(namespace, name, version)) this.controller.onSet(event);
    if (plural === 'pods') for (const event of this.pods.remove(namespace, name, version)) this.controller.onPod(event);
  }

  /** One pass; time passes while it waits for it. Answers in how many milliseconds it wants the next one. */
  async pass(name = key): Promise<number> {
    const { wakeAt } = await this.timely(this.reconciler.reconcile(name, this.stopping.signal));
    return wakeAt - this.clock.now().monotonic;
  }

  /** Lets time pass until `work` is done. */
  async timely<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = (): void => void (over = true);
    work.then(end, end);
    for (let step = 0; !over && step < 20_000; step++) {
      await this.clock.advance(0);
      if (!over) await this.clock.advance(step < 100 ? 1 : 10);
    }
    return work;
  }

  status(name = 'arc'): RaftClusterStatus {
    const { status } = projectCluster(this.kube.peek('raftclusters', name));
    if ('invalid' in status) throw new Error(status.invalid);
    return status;
  }

  get reasons(): readonly string[] {
    return this.events.map(({ reason }) => reason);
  }

  /** What `/metrics` shows of an operator that leads, by series. */
  async series(): Promise<Readonly<Record<string, number>>> {
    const ofClusters = clusterSamples(
      () => this.caches.clusters(),
      (cluster) => ({
        memory: this.memories.known(cluster),
        removals: this.counts.of(cluster),
        now: this.clock.now().monotonic,
      }),
    );
    return seriesIn(await exposed(this.metrics, { ...this.controller.samples(), ...ofClusters }));
  }

  verdicts(): Readonly<Record<string, string>> {
    return Object.fromEntries((this.status().members ?? []).map(({ id, reason }) => [id, reason]));
  }

  #tell(events: readonly StoreEvent<CachedCluster>[]): void {
    for (const event of events) this.controller.onCluster(event);
  }
}

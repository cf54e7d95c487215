import { AdminAccesses } from './controller/admin-accesses.ts';
import type { Drivers } from './controller/admin-accesses.ts';
import type { CachedCluster } from './controller/projections.ts';
import { clusterSamples } from './controller/cluster-samples.ts';
import { Caches } from './controller/caches.ts';
import { Controller } from './controller/controller.ts';
import { Fence } from './controller/fence.ts';
import { Memories } from './controller/memories.ts';
import { measuredDriver } from './controller/measured-driver.ts';
import { PassLogs } from './controller/pass-logs.ts';
import { Observer } from './controller/observer.ts';
import { Reconciler } from './controller/reconciler.ts';
import { Remover } from './controller/remover.ts';
import { RemovalCounts } from './controller/removal-counts.ts';
import { raftClusters } from './controller/resource.ts';
import { StatusStore } from './controller/status-store.ts';
import { TlsClients } from './controller/tls-clients.ts';
import { Watches } from './controller/watches.ts';
import { EventRecorder } from './kube/event-recorder.ts';
import type { KubeClient } from './kube/kube-client.ts';
import { LeaseElector } from './kube/lease-elector.ts';
import { StatusWriter } from './kube/status-writer.ts';
import type { Clock } from './ports/clock.ts';
import type { CreateHttpClient } from './ports/http.ts';
import type { Log } from './ports/log.ts';
import type { Metrics, Sampled } from './ports/metrics.ts';
import type { Random } from './ports/random.ts';

export interface OperatorOptions {
  readonly client: KubeClient;
  readonly createHttpClient: CreateHttpClient;
  readonly drivers: Drivers;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly namespace: string | undefined;
  /** Where the Lease is; undefined: this process leads from the start. */
  readonly leaseNamespace: string | undefined;
  readonly host: string;
}

const leaseName = 'raftcluster-operator';
/** Milliseconds for the last events on the way out. */
const flushTimeout = 2000;

/** The whole operator over its ports: what `main.ts` runs with real ones, and a simulation with its own. */
export class Operator {
  readonly #options: OperatorOptions;
  readonly #watches: Watches;
  readonly #controller: Controller;
  readonly #memories: Memories;
  readonly #caches: Caches;
  readonly #counts = new RemovalCounts();
  readonly #elector: LeaseElector;
  readonly #logs: PassLogs;

  constructor(options: OperatorOptions) {
    const { client, clock, random, log, metrics, namespace } = options;
    this.#options = options;
    this.#watches = new Watches({ client, clock, random, log, namespace });
    this.#caches = new Caches(this.#watches.clusters.store, this.#watches.sets.store, this.#watches.pods.store);
    this.#memories = new Memories(clock);
    this.#elector = new LeaseElector({
      client,
      clock,
      random,
      log,
      namespace: options.leaseNamespace ?? '',
      name: leaseName,
      host: options.host,
      onStartedLeading: () => this.#controller.all(),
      onStoppedLeading: () => this.#controller.all(),
    });
    this.#logs = new PassLogs(log, this.#elector.identity);
    this.#controller = new Controller({
      caches: this.#caches,
      memories: this.#memories,
      clock,
      random,
      logs: this.#logs,
      metrics,
    });
  }

  /** Why it is not ready, for people; empty: it is. A standby is ready, too. */
  unready(): readonly string[] {
    return this.#watches.unready();
  }

  /** What hangs, for people; empty: nothing. An API server that is away is no reason: a restart would not bring it back. */
  hung(): readonly string[] {
    return this.#controller.hung();
  }

  /** Every RaftCluster as it is cached, on a standby, too. */
  clusters(): Iterable<CachedCluster> {
    return this.#caches.clusters();
  }

  cluster(namespace: string, name: string): CachedCluster | undefined {
    return this.#caches.cluster(namespace, name);
  }

  /** What is so whenever somebody asks. Only who leads knows how the RaftClusters are. */
  samples(): Sampled {
    const { clock } = this.#options;
    return {
      leader_election_master_status: () => [{ labels: { name: leaseName }, value: +this.isLeading() }],
      ...this.#controller.samples(),
      ...this.#watches.samples(clock),
      ...clusterSamples(
        () => (this.isLeading() ? this.#caches.clusters() : []),
        (cluster) => ({
          memory: this.#memories.known(cluster),
          removals: this.#counts.of(cluster),
          now: clock.now().monotonic,
        }),
      ),
    };
  }

  /** Looks until everything is there that it needs, or the signal aborts; answers what is not. Acts on nothing. */
  async check(signal: AbortSignal): Promise<readonly string[]> {
    const looking = new AbortController();
    const watching = this.#watches.run(this.#controller, looking.signal);
    await Promise.race([this.#watches.synced(), aborted(signal)]);
    const lacking = this.unready();
    looking.abort();
    await watching;
    return lacking;
  }

  /** Runs until the signal aborts; resolves when everything has come to rest. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, clock, random, log, createHttpClient, leaseNamespace } = this.#options;
    const clients = new TlsClients(createHttpClient);
    const instance = this.#elector.identity;
    const recorder = new EventRecorder({
      client,
      clock,
      random,
      log,
      controller: 'raftcluster.dev/operator',
      instance,
    });
    const reconciler = this.#reconciler(recorder, clients, signal);
    const watching = this.#watches.run(this.#controller, signal);
    const electing = leaseNamespace === undefined ? undefined : this.#elector.run(signal);
    await Promise.race([this.#watches.synced(), aborted(signal)]);
    if (!signal.aborted) log.info({}, 'Caches are complete');
    await this.#controller.run(reconciler, signal);
    // The Lease is given back at once: nothing is sent any more from the moment the signal aborts.
    await Promise.all([watching, electing, recorder.flush(flushTimeout)]);
    await clients.close();
  }

  #reconciler(recorder: EventRecorder, clients: TlsClients, signal: AbortSignal): Reconciler {
    const { client, clock, random, metrics, drivers } = this.#options;
    const logs = this.#logs;
    const caches = this.#caches;
    const memories = this.#memories;
    const measured = { Arc: measuredDriver('Arc', drivers.Arc, clock, metrics) };
    const accesses = new AdminAccesses(client, clock, clients, measured);
    const isLeading = (): boolean => this.isLeading();
    const statuses = new StatusStore({
      writer: new StatusWriter(client, raftClusters),
      recorder,
      remember: (cluster) => this.#watches.clusters.put(cluster),
      logs,
      counts: this.#counts,
    });
    const fence = new Fence({ client, statuses, clock, mayAct: () => isLeading() && !signal.aborted });
    const again = (key: string): void => this.#controller.again(key);
    return new Reconciler({
      caches,
      memories,
      accesses,
      observer: new Observer(caches, client, clock),
      statuses,
      remover: new Remover({ fence, caches, memories, accesses, clock, logs, again }),
      clock,
      random,
      logs,
      holder: this.#elector.identity,
      isLeading,
    });
  }

  /** Whether this replica acts. */
  isLeading(): boolean {
    return this.#options.leaseNamespace === undefined || this.#elector.isLeader();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  await promise;
}

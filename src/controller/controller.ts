import { isSameRequest } from '../api/request.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { StoreEvent } from '../kube/object-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics, Sample, Sampled } from '../ports/metrics.ts';
import type { Random } from '../ports/random.ts';
import { Alarm } from './alarm.ts';
import { setsOf, turnOf } from './caches.ts';
import type { Caches } from './caches.ts';
import type { Memories } from './memories.ts';
import type { CachedCluster, CachedPod, CachedSet } from './projections.ts';
import type { Reconciler } from './reconciler.ts';
import type { PassLogs } from './pass-logs.ts';
import { keyOf } from './resource.ts';
import { queueLabels, WorkQueue } from './work-queue.ts';

/** RaftClusters looked at side by side: passes wait most of the time, those over clusters that hang for seconds. */
const workers = 64;
/**
 * A pass that takes longer hangs: everything in it has a timeout, and even one that confirms a removal with the longest
 * ones allowed takes a few minutes. Milliseconds.
 */
const longestPass = 10 * 60_000;
const labels = { controller: 'raftcluster' } as const;

export interface ControllerOptions {
  readonly caches: Caches;
  readonly memories: Memories;
  readonly clock: Clock;
  readonly random: Random;
  readonly logs: PassLogs;
  readonly metrics: Metrics;
}

/** Turns watch events into keys, and keys into passes. An event carries a key and ends sightings; it is never a fact. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #queue: WorkQueue;
  #alarm: Alarm | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#queue = new WorkQueue(options.clock, options.random, options.metrics);
  }

  /** Works until the signal aborts; resolves when no pass is under way any more. */
  async run(reconciler: Pick<Reconciler, 'reconcile' | 'raise'>, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const alarm = new Alarm({ clock, raise: async (key, doubted) => reconciler.raise(key, doubted, signal) });
    this.#alarm = alarm;
    const close = (): void => {
      this.#queue.close();
      alarm.close();
    };
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    this.all();
    await Promise.all(Array.from({ length: workers }, async () => this.#work(reconciler, signal)));
  }

  /** What hangs, for people; empty: nothing. */
  hung(): readonly string[] {
    const hung = this.#queue.ages().filter((age) => age > longestPass).length;
    return hung === 0 ? [] : [`${hung} passes have been under way for more than ${longestPass / 1000} s`];
  }

  samples(): Sampled {
    const ages = (): readonly number[] => this.#queue.ages().map((age) => age / 1000);
    const ofController = (value: number): readonly Sample[] => [{ labels, value }];
    const ofQueue = (value: number): readonly Sample[] => [{ labels: queueLabels, value }];
    return {
      controller_runtime_max_concurrent_reconciles: () => ofController(workers),
      controller_runtime_active_workers: () => ofController(ages().length),
      workqueue_depth: () => ofQueue(this.#queue.depth),
      workqueue_unfinished_work_seconds: () => ofQueue(ages().reduce((sum, age) => sum + age, 0)),
      workqueue_longest_running_processor_seconds: () => ofQueue(Math.max(0, ...ages())),
    };
  }

  again(key: string): void {
    this.#queue.add(key);
  }

  /** After a change of leadership, or once the caches are complete: everything is looked at. */
  all(): void {
    for (const cluster of this.#options.caches.clusters()) this.#queue.add(keyOf(cluster));
  }

  /** A RaftCluster's own status writes bring nothing new; its wishes may concern others that name the same StatefulSet. */
  onCluster(event: StoreEvent<CachedCluster>): void {
    const { before, after } = turnOf(event);
    this.#options.caches.indexCluster(event);
    // Another status may have been written over floors that were raised.
    this.#alarm?.ring(keyOf(event.object));
    if (before && after && isSameWish(before, after)) return;
    this.#wake(
      event.object.namespace,
      [before, after].flatMap((cluster) => (cluster ? setsOf(cluster) : [])),
      keyOf(event.object),
    );
  }

  onSet(event: StoreEvent<CachedSet>): void {
    this.#options.memories.onSet(event);
    this.#wake(event.object.namespace, [event.object.name]);
  }

  onPod(event: StoreEvent<CachedPod>): void {
    const { before, after } = turnOf(event);
    this.#options.caches.indexPod(event);
    this.#options.memories.onPod(event);
    if (before && after && isSamePod(before, after)) return;
    const owners = [before, after].flatMap((pod) => pod?.ownerName ?? []);
    this.#wake(event.object.namespace, owners);
    if (before && !isStillThere(before, after)) this.#ring(event.object.namespace, owners, before.name);
  }

  /** Each once: a key that is added twice may be taken in between, and is worked on twice then. */
  #wake(namespace: string, sets: readonly string[], ...others: readonly string[]): void {
    const { caches } = this.#options;
    const concerned = sets.flatMap((set) => caches.clustersOf(namespace, set).map(keyOf));
    for (const key of new Set([...others, ...concerned])) this.#queue.add(key);
    this.#ring(namespace, sets);
  }

  #ring(namespace: string, sets: readonly string[], pod?: string): void {
    for (const set of sets)
      for (const cluster of this.#options.caches.clustersOf(namespace, set)) this.#alarm?.ring(keyOf(cluster), pod);
  }

  async #work(reconciler: Pick<Reconciler, 'reconcile'>, signal: AbortSignal): Promise<void> {
    const { clock, metrics, logs } = this.#options;
    for (let key = await this.#queue.take(); key !== undefined; key = await this.#queue.take()) {
      const start = clock.now().monotonic;
      logs.begin(key);
      const ended = (result: 'success' | 'requeue' | 'requeue_after' | 'error'): void =>
        metrics.count('controller_runtime_reconcile_total', { ...labels, result });
      try {
        const { wakeAt } = await reconciler.reconcile(key, signal);
        this.#queue.done(key, wakeAt);
        this.#alarm?.concluded(key, start);
        if (wakeAt === Infinity) ended('success');
        else ended(wakeAt > clock.now().monotonic ? 'requeue_after' : 'requeue');
      } catch (error) {
        ended('error');
        metrics.count('controller_runtime_reconcile_errors_total', labels);
        if (!signal.aborted) this.#complain(key, error);
        this.#queue.failed(key);
      }
      logs.end(key);
      metrics.time('controller_runtime_reconcile_time_seconds', labels, clock.now().monotonic - start);
    }
  }

  #complain(key: string, error: unknown): void {
    const { logs, metrics } = this.#options;
    const log = logs.of(key);
    if (error instanceof KubeError) {
      const level = error.code === 'conflict' || error.code === 'notFound' ? 'debug' : 'warn';
      log[level]({ code: error.code }, `The pass failed and is tried again: ${error.message}`);
    } else {
      metrics.count('controller_runtime_reconcile_panics_total', labels);
      log.error({ error }, 'The pass failed through a defect and is tried again');
    }
  }
}

/** Whether an update changes nothing that a pass would do otherwise. What another replica does to the record does. */
function isSameWish(before: CachedCluster, after: CachedCluster): boolean {
  return (
    before.metadata.generation === after.metadata.generation &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp &&
    isSameRequest(before.metadata.annotations, after.metadata.annotations) &&
    recordOf(before) === recordOf(after)
  );
}

function recordOf({ status }: CachedCluster): string {
  return 'invalid' in status ? 'invalid' : `${status.removal?.holder} ${status.removal?.startedAt}`;
}

/** Most updates of a pod change nothing that decisions rest on. Becoming Ready is no fact either, but a good moment to ask. */
function isSamePod(before: CachedPod, after: CachedPod): boolean {
  return (
    before.terminating === after.terminating &&
    before.ip === after.ip &&
    before.ownerUid === after.ownerUid &&
    before.ready === after.ready
  );
}

/** Whether the process in the pod may be the one that was a live voter. */
function isStillThere(before: CachedPod, after: CachedPod | undefined): boolean {
  return after?.uid === before.uid && (after.ready || !before.ready);
}

import type { Timer } from '../../../../src/ports/clock.ts';
import type { Seeded } from '../../engine/seeded.ts';
import type { Objects } from '../storage/objects.ts';
import type { PodObject, PodStatus } from '../storage/objects-of.ts';
import type { RunningProcess, StartedPod, Workload } from '../workload.ts';
import type { DiskLocks } from './disk-locks.ts';

/** Milliseconds between two readiness probes. */
const probePeriod = { starting: 500, ready: 10_000 };
/** Milliseconds until a container that ended is started again: at once, then as a CrashLoopBackOff. */
const restartDelays = [1_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000];
/** Milliseconds without an end after which the ends before are forgotten. */
const steady = 600_000;

export interface SandboxOptions {
  readonly objects: Objects;
  readonly random: Seeded;
  readonly workload: Workload;
  readonly locks: DiskLocks;
  readonly node: string;
  readonly pod: StartedPod;
  /** Whether the kubelet is cut off: then nothing is reported. */
  readonly isCutOff: () => boolean;
  /** Whether the process may not start. */
  readonly isHeld: () => boolean;
  /** All of it is over: neither process nor pod object is left to this kubelet. */
  readonly onGone: () => void;
}

/** One pod on its node, from its binding to its end: the process, and what the kubelet says of it. */
export class Sandbox {
  readonly pod: StartedPod;
  readonly node: string;
  readonly #options: SandboxOptions;
  #process: RunningProcess | undefined;
  #phase: 'starting' | 'running' | 'restarting' | 'stopping' | 'ended' = 'starting';
  #isReady = false;
  #isEvicted = false;
  /** Ends of the container: all, and those in a row. */
  #ends = 0;
  #endsInARow = 0;
  #startedAt: number | undefined;
  #killAt = Number.POSITIVE_INFINITY;
  #killer: Timer | undefined;
  #pending: Timer | undefined;
  #probe: Timer | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.pod = options.pod;
    this.node = options.node;
    this.#startIn(options.random.between(300, 1_500));
  }

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  /** SIGTERM, and SIGKILL after so many milliseconds; a later call may only shorten that. */
  stop(grace: number, graceful = true): void {
    if (this.#phase === 'ended') return;
    const { timeline } = this.#options.objects;
    const isFirst = this.#phase !== 'stopping';
    this.#phase = 'stopping';
    this.#pending?.cancel();
    if (this.#process === undefined) return this.#finish();
    if (timeline.now + grace < this.#killAt) {
      this.#killAt = timeline.now + grace;
      this.#killer?.cancel();
      this.#killer = timeline.after(grace, () => this.kill());
    }
    const process = this.#process;
    if (isFirst) process.stop(graceful, () => void (this.#process === process && this.#finish()));
  }

  /** SIGKILL for good: nobody starts it again. */
  kill(): void {
    this.#process?.kill();
    this.#finish();
  }

  /** SIGKILL of the container alone: the kubelet starts it again in place. */
  crash(): void {
    const process = this.#process;
    if (process === undefined || this.#phase === 'stopping') return;
    process.kill();
    this.#exited();
  }

  /** The kubelet needs room: the process is killed, the pod has failed and stays so. */
  evict(): void {
    this.#isEvicted = true;
    this.kill();
    this.report();
  }

  freeze(): void {
    this.#process?.freeze();
  }

  thaw(): void {
    this.#process?.thaw();
  }

  /** Starts what was held back. */
  resume(): void {
    if (this.#phase === 'starting' || this.#phase === 'restarting') this.#startIn(0);
  }

  /** Writes what the kubelet knows into the status of the pod, unless it is cut off. */
  report(): void {
    const { objects, isCutOff, node } = this.#options;
    if (isCutOff()) return;
    const { namespace, name, uid } = this.pod;
    objects.change('pods', { namespace, name }, `kubelet ${node}`, (pod) =>
      pod.metadata.uid === uid && !hasFailed(pod) ? { ...pod, status: this.#status(pod) } : pod,
    );
  }

  #status(pod: PodObject): PodStatus {
    const ready = this.#isReady && this.isRunning;
    if (this.#isEvicted) return { phase: 'Failed', reason: 'Evicted', conditions: condition(false) };
    if (this.#startedAt === undefined) return pod.status;
    return {
      phase: 'Running',
      podIP: this.pod.ip,
      conditions: condition(ready),
      containerStatuses: [{ restartCount: this.#ends, ready }],
    };
  }

  #startIn(delay: number): void {
    this.#pending?.cancel();
    this.#pending = this.#options.objects.timeline.after(delay, () => this.#start());
  }

  #start(): void {
    const { isHeld, locks, workload, objects } = this.#options;
    if (this.isRunning || (this.#phase !== 'starting' && this.#phase !== 'restarting') || isHeld()) return;
    // As long as another process has the disk, it waits for the lock.
    if (!locks.take(this.pod.disk, this, () => this.#start())) return;
    this.#phase = 'running';
    this.#startedAt = objects.timeline.now;
    const process = workload.start(this.pod, () => {
      if (this.#process === process) this.#exited();
    });
    this.#process = process;
    this.#isReady = false;
    this.report();
    this.#probeIn(probePeriod.starting);
  }

  #probeIn(delay: number): void {
    this.#probe?.cancel();
    this.#probe = this.#options.objects.timeline.after(delay, () => {
      if (this.#process === undefined) return;
      const isReadyNow = this.#process.isReady();
      if (isReadyNow !== this.#isReady) {
        this.#isReady = isReadyNow;
        this.report();
      }
      this.#probeIn(isReadyNow ? probePeriod.ready : probePeriod.starting);
    });
  }

  #exited(): void {
    const { locks, objects } = this.#options;
    this.#process = undefined;
    this.#isReady = false;
    locks.free(this.pod.disk, this);
    if (this.#phase === 'stopping') return this.#finish();
    this.#ends += 1;
    if (objects.timeline.now - (this.#startedAt ?? 0) > steady) this.#endsInARow = 0;
    const index = this.#endsInARow++;
    this.#phase = 'restarting';
    this.report();
    this.#startIn(restartDelays[Math.min(index, restartDelays.length - 1)] ?? 0);
  }

  #finish(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#process = undefined;
    this.#isReady = false;
    for (const timer of [this.#killer, this.#pending, this.#probe]) timer?.cancel();
    this.#options.locks.free(this.pod.disk, this);
    this.#options.onGone();
  }
}

/** What the process of a pod is told about it. */
export function startedPodOf({ metadata }: PodObject, ip: string, disk: string, set: string): StartedPod {
  const { namespace = '', name, uid, labels = {} } = metadata;
  const ordinal = Number(/[0-9]+$/.exec(name)?.[0] ?? 0);
  return { namespace, name, uid, ip, ordinal, labels, statefulSet: set, disk };
}

function hasFailed({ status }: PodObject): boolean {
  return status.phase === 'Failed';
}

function condition(ready: boolean) {
  return [{ type: 'Ready', status: ready ? ('True' as const) : ('False' as const) }];
}

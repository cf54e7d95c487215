import type { RunningProcess, StartedPod } from '../kubernetes/workload.ts';
import type { ArcCluster } from './arc-cluster.ts';
import { ArcNode } from './arc-node.ts';
import type { Disk } from './raft/disk.ts';
import { Runtime } from './runtime.ts';

/** How soon a process that waits for another's lock on its disk looks again. */
const lockRetry = 500;

/** The main process of one Arc container. */
export class ArcProcess implements RunningProcess {
  readonly #cluster: ArcCluster;
  readonly #pod: StartedPod;
  readonly #runtime: Runtime;
  readonly #disk: Disk;
  readonly #exited: () => void;
  #node: ArcNode | undefined;
  #isStopping = false;

  constructor(cluster: ArcCluster, pod: StartedPod, exited: () => void) {
    this.#cluster = cluster;
    this.#pod = pod;
    this.#exited = exited;
    this.#disk = cluster.disk(pod.disk);
    const name = cluster.nextName(pod);
    this.#runtime = new Runtime(name, cluster.network.timeline, cluster.random.fork(`${name} runtime`));
    this.#runtime.onEnd(() => this.#ended());
    const [least, most] = cluster.settings.bootDelay;
    this.#runtime.after(cluster.random.fork(`${name} boot`).between(least, most), () => this.#boot());
  }

  /** Undefined until it has booted. */
  get node(): ArcNode | undefined {
    return this.#node;
  }

  isReady(): boolean {
    return this.#node !== undefined && this.#runtime.isAwake && !this.#isStopping;
  }

  stop(graceful: boolean, done: () => void): void {
    if (this.#isStopping || this.#runtime.hasEnded) return;
    this.#isStopping = true;
    const finish = (): void => {
      this.#end();
      done();
    };
    const node = this.#node;
    const { leaves, leaveDelay } = this.#cluster.settings;
    if (node === undefined || !graceful) return void this.#runtime.after(100, finish);
    node.isStopping = true;
    this.#runtime.after(leaveDelay, () => {
      this.#cluster.closePort(node);
      const takes = leaves && node.identity.isClustered ? node.coordinator.leave() : 0;
      this.#runtime.after(takes, finish);
    });
  }

  kill(): void {
    this.#end();
  }

  /** It ends by itself: a panic, or killed for its memory. */
  crash(): void {
    if (this.#runtime.hasEnded) return;
    this.#end();
    this.#exited();
  }

  freeze(): void {
    if (this.#node === undefined) this.#runtime.freeze();
    else this.#node.freeze();
  }

  thaw(): void {
    if (this.#node === undefined) this.#runtime.thaw();
    else this.#node.thaw();
  }

  #boot(): void {
    if (this.#isStopping) return;
    if (this.#disk.holder !== undefined) return void this.#runtime.after(lockRetry, () => this.#boot());
    this.#disk.holder = this.#runtime.name;
    const cluster = this.#cluster;
    const chance = cluster.random.fork(this.#runtime.name);
    this.#node = new ArcNode(cluster, cluster.settings.identityOf(this.#pod), this.#runtime, this.#disk, chance);
    cluster.enter(this.#node);
  }

  #end(): void {
    if (this.#node === undefined) this.#runtime.end();
    else this.#node.end();
  }

  #ended(): void {
    if (this.#disk.holder === this.#runtime.name) this.#disk.holder = undefined;
    if (this.#node !== undefined) this.#cluster.left(this.#node);
  }
}

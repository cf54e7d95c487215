import type { RunningProcess, StartedPod, Workload } from '../kubernetes/workload.ts';
import type { ArcCluster } from './arc-cluster.ts';
import { ArcProcess } from './arc-process.ts';

/** Arc in the containers of a simulated Kubernetes cluster. */
export class ArcWorkload implements Workload {
  readonly cluster: ArcCluster;
  readonly #processes = new Map<string, ArcProcess>();

  constructor(cluster: ArcCluster) {
    this.cluster = cluster;
  }

  start(pod: StartedPod, exited: () => void = () => {}): RunningProcess {
    const process = new ArcProcess(this.cluster, pod, exited);
    this.#processes.set(pod.uid, process);
    return process;
  }

  /** The process that was started last in the pod of that UID. */
  processOf(uid: string): ArcProcess | undefined {
    return this.#processes.get(uid);
  }
}

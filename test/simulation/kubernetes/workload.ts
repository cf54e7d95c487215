/** What runs in the containers of a simulated cluster: how the kubelets start it, and all that they can do to it. */
export interface Workload {
  /** Starts the process of a pod. `exited` is called when it ends by itself; the kubelet then starts it again in place. */
  start(pod: StartedPod, exited?: () => void): RunningProcess;
}

/** The pod that a process runs in, as its environment shows it. */
export interface StartedPod {
  readonly namespace: string;
  /** Host name, too: `arc-writer-0`. */
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly ordinal: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The StatefulSet by name. */
  readonly statefulSet: string;
  /**
   * Which volume it writes to: the same value is the same data, a new one is empty. Never two running processes at a
   * time: as with a lock on the data folder, the second waits until the first has ended.
   */
  readonly disk: string;
}

/** A process from its start to its end. After `kill`, or once `done` was called, it is gone and nothing answers. */
export interface RunningProcess {
  /**
   * SIGTERM. It may go on for as long as it wants (leave the cluster first, if `graceful` and told to), then calls `done`
   * once; the kubelet does not wait for ever and sends `kill`. Without `graceful` it ends as fast as it can.
   */
  stop(graceful: boolean, done: () => void): void;
  /** SIGKILL: gone at once; its disk stays as it is. A pending `done` is not called any more. */
  kill(): void;
  /** SIGSTOP: connections stay open, nothing answers, no timer runs. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** Its readiness probe. */
  isReady(): boolean;
}

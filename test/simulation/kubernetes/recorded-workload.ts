import type { RunningProcess, StartedPod, Workload } from './workload.ts';

/** A process that does nothing but what a test tells it. */
export interface RecordedProcess {
  readonly pod: StartedPod;
  isReady: boolean;
  /** What the kubelet did to it, in order. */
  readonly told: string[];
  isAlive: boolean;
  /** Ends by itself. */
  exit(): void;
}

/** A workload that writes down what the kubelets do to it. */
export class RecordedWorkload implements Workload {
  /** In the order of their starts. */
  readonly processes: RecordedProcess[] = [];
  /** Whether new processes become ready, and end on SIGTERM. */
  becomesReady = true;
  heedsSigterm = true;

  /** The running ones: `arc-0`. */
  get running(): readonly string[] {
    return this.processes.filter(({ isAlive }) => isAlive).map(({ pod }) => pod.name);
  }

  /** The newest process of a pod name. */
  of(name: string): RecordedProcess {
    const process = this.processes.findLast(({ pod }) => pod.name === name);
    if (process === undefined) throw new Error(`${name} never started`);
    return process;
  }

  start(pod: StartedPod, exited: () => void = () => {}): RunningProcess {
    const process: RecordedProcess = {
      pod,
      isReady: this.becomesReady,
      told: [],
      isAlive: true,
      exit: () => {
        process.isAlive = false;
        exited();
      },
    };
    this.processes.push(process);
    return {
      stop: (graceful, done) => {
        process.told.push(graceful ? 'SIGTERM' : 'SIGTERM now');
        if (!this.heedsSigterm) return;
        process.isAlive = false;
        done();
      },
      kill: () => {
        process.told.push('SIGKILL');
        process.isAlive = false;
      },
      freeze: () => void process.told.push('SIGSTOP'),
      thaw: () => void process.told.push('SIGCONT'),
      isReady: () => process.isReady,
    };
  }
}

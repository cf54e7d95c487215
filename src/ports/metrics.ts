/** As controller-runtime names a queue: after its controller, twice. */
type Queue = { readonly [label in 'name' | 'controller']: 'raftcluster' };

/** Labels of what is counted or measured, by the metric's name in full. None is a member id: those come without end. */
interface Labels {
  readonly controller_runtime_reconcile_total: {
    readonly controller: 'raftcluster';
    readonly result: 'success' | 'requeue' | 'requeue_after' | 'error';
  };
  readonly controller_runtime_reconcile_errors_total: { readonly controller: 'raftcluster' };
  readonly controller_runtime_reconcile_panics_total: { readonly controller: 'raftcluster' };
  readonly controller_runtime_reconcile_time_seconds: { readonly controller: 'raftcluster' };
  readonly workqueue_adds_total: Queue;
  readonly workqueue_retries_total: Queue;
  readonly workqueue_queue_duration_seconds: Queue;
  readonly workqueue_work_duration_seconds: Queue;
  readonly rest_client_requests_total: { readonly code: string; readonly method: string; readonly host: string };
  readonly raftcluster_admin_request_duration_seconds: {
    readonly store: string;
    readonly operation: 'read' | 'mayRemove' | 'remove';
    readonly result: string;
  };
}

type Timed = Extract<keyof Labels, `${string}_seconds`>;

/** What happens, counted and measured, as the code may tell it. What is so at present is read when somebody asks. */
export interface Metrics {
  count<N extends Exclude<keyof Labels, Timed>>(name: N, labels: Labels[N]): void;
  /** `duration` in milliseconds of the monotonic clock. */
  time<N extends Timed>(name: N, labels: Labels[N], duration: number): void;
}

/** For whoever has nobody that asks. */
export const noMetrics: Metrics = { count: () => {}, time: () => {} };

/** One value of what is so at present. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What is so at present, by the metric's name in full: read when somebody asks, one metric after the other. */
export type Sampled = Readonly<Record<string, () => Iterable<Sample>>>;

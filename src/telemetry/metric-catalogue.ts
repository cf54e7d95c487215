/** The labels of one series of a metric. */
export type Series = Readonly<Record<string, string>>;

export interface Metric {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
  /** Read from what is so at present when somebody asks, instead of told as it happens. */
  readonly isSampled: boolean;
  /** Told of what is there from the start, at 0: so that the first time, too, is seen as an increase. */
  readonly series: readonly Series[];
}

const controller = ['controller'];
const queue = ['name', 'controller'];
const cluster = ['namespace', 'name'];

const ofController = { controller: 'raftcluster' };
const ofQueue = { name: 'raftcluster', ...ofController };

/** Every metric that is served, and nothing else: what the registry and docs/metrics.md are made from. */
export const metricCatalogue: Readonly<Record<string, Metric>> = {
  controller_runtime_reconcile_total: counter(
    ['controller', 'result'],
    'Passes over RaftClusters, by how they ended: success, requeue and requeue_after (again at once, or later), error.',
    ['success', 'requeue', 'requeue_after', 'error'].map((result) => ({ ...ofController, result })),
  ),
  controller_runtime_reconcile_errors_total: counter(controller, 'Passes that failed and are tried again.', [
    ofController,
  ]),
  controller_runtime_reconcile_panics_total: counter(controller, 'Passes that failed through a defect.', [
    ofController,
  ]),
  controller_runtime_reconcile_time_seconds: histogram(controller, 'How long a pass took.'),
  controller_runtime_max_concurrent_reconciles: gauge(controller, 'Passes that may be under way at once.'),
  controller_runtime_active_workers: gauge(controller, 'Passes under way.'),
  workqueue_depth: gauge(queue, 'RaftClusters that wait for a pass.'),
  workqueue_adds_total: counter(queue, 'RaftClusters that were put in line.', [ofQueue]),
  workqueue_retries_total: counter(queue, 'RaftClusters that wait to be tried again after a failure.', [ofQueue]),
  workqueue_queue_duration_seconds: histogram(queue, 'How long a RaftCluster waited in line.'),
  workqueue_work_duration_seconds: histogram(queue, 'How long a RaftCluster was worked on.'),
  workqueue_unfinished_work_seconds: gauge(queue, 'Ages of the passes under way, added up.'),
  workqueue_longest_running_processor_seconds: gauge(queue, 'Age of the oldest pass under way.'),
  rest_client_requests_total: counter(
    ['code', 'method', 'host'],
    'Requests to the API server, by status code; `<error>`: no answer.',
  ),
  leader_election_master_status: gauge(['name'], '1 if this process holds the Lease and acts, else 0.'),
  raftcluster_voters: gauge(cluster, 'Voters in the configuration of the store, dead ones included.'),
  raftcluster_live_voters: gauge(cluster, 'Voters that answered and follow the leader, or are it.'),
  raftcluster_dead_voters: gauge(cluster, 'Voters that are not live, whatever the reason.'),
  raftcluster_fault_tolerance: gauge(
    cluster,
    'Live voters minus quorum: how many more may be lost; negative: no quorum.',
  ),
  raftcluster_oldest_dead_voter_age_seconds: gauge(
    cluster,
    'How long the pod of the longest missing voter has been seen out of range and gone; 0: none is.',
  ),
  raftcluster_members: gauge(
    [...cluster, 'verdict', 'reason'],
    'Members by what is thought of them, and why (docs/reasons.md).',
  ),
  raftcluster_ready: gauge([...cluster, 'reason'], '1 if the condition Ready is True, else 0, with its reason.'),
  raftcluster_removal_blocked: gauge(
    [...cluster, 'reason'],
    '1 while a member should go but a clause forbids it; absent otherwise.',
  ),
  raftcluster_removal_delay_seconds: gauge(cluster, 'The settling delay of its spec.'),
  raftcluster_stalled: gauge(
    [...cluster, 'reason'],
    '1 while the operator cannot go on with it until somebody corrects something; absent otherwise.',
  ),
  raftcluster_suspended: gauge(
    cluster,
    '1 while it is suspended and not looked at: then it has no series but this, its delay and its removals. Else 0.',
  ),
  raftcluster_removals_total: sampledCounter(
    [...cluster, 'result'],
    'Removals that this process saw end, by proven result.',
  ),
  raftcluster_admin_request_duration_seconds: histogram(
    ['store', 'operation', 'result'],
    'Requests to admin APIs of stores.',
    // Removals are rare: the first one must not be missed.
    ['removed', 'rejected', 'unknown'].map((result) => ({ store: 'Arc', operation: 'remove', result })),
  ),
  raftcluster_watch_staleness_seconds: gauge(
    ['resource'],
    'Since when nothing, not even a bookmark, came from the watch; +Inf: nothing ever did.',
  ),
  nodejs_eventloop_lag_seconds: gauge([], 'How late the event loop was at most, of its last 30 seconds.'),
  process_cpu_seconds_total: sampledCounter([], 'CPU time of the operator, its own and the kernel’s for it.'),
  process_resident_memory_bytes: gauge([], 'Memory of the operator.'),
  process_start_time_seconds: gauge([], 'When the operator was started, since the epoch.'),
};

function counter(labels: readonly string[], help: string, series: readonly Series[] = []): Metric {
  return { kind: 'counter', labels, help, isSampled: false, series };
}

function sampledCounter(labels: readonly string[], help: string): Metric {
  return { kind: 'counter', labels, help, isSampled: true, series: [] };
}

function gauge(labels: readonly string[], help: string): Metric {
  return { kind: 'gauge', labels, help, isSampled: true, series: [] };
}

function histogram(labels: readonly string[], help: string, series: readonly Series[] = []): Metric {
  return { kind: 'histogram', labels, help, isSampled: false, series };
}

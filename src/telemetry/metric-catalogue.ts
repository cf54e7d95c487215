export interface Metric {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
}

const cluster = ['namespace', 'name'];

/** Every metric that is served, and nothing else: what the registry and docs/metrics.md are made from. */
export const metricCatalogue: Readonly<Record<string, Metric>> = {
  controller_runtime_reconcile_total: counter(['controller', 'result'], 'Passes over RaftClusters, by how they ended.'),
  controller_runtime_reconcile_errors_total: counter(['controller'], 'Passes that failed and are tried again.'),
  controller_runtime_reconcile_time_seconds: histogram(['controller'], 'How long a pass took.'),
  workqueue_depth: gauge(['name'], 'RaftClusters that wait for a pass.'),
  workqueue_adds_total: counter(['name'], 'RaftClusters that were put in line.'),
  workqueue_retries_total: counter(['name'], 'RaftClusters that wait to be tried again after a failure.'),
  workqueue_queue_duration_seconds: histogram(['name'], 'How long a RaftCluster waited in line.'),
  workqueue_work_duration_seconds: histogram(['name'], 'How long a RaftCluster was worked on.'),
  workqueue_unfinished_work_seconds: gauge(['name'], 'Ages of the passes under way, added up.'),
  workqueue_longest_running_processor_seconds: gauge(['name'], 'Age of the oldest pass under way.'),
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
    'How long the pod of the longest missing member has been seen out of range and gone; 0: none is.',
  ),
  raftcluster_ready: gauge([...cluster, 'reason'], '1 if the condition Ready is True, else 0, with its reason.'),
  raftcluster_removal_blocked: gauge(
    [...cluster, 'reason'],
    '1 while a member should go but a clause forbids it; absent otherwise.',
  ),
  raftcluster_removals_total: counter([...cluster, 'result'], 'Removals that this process saw end, by proven result.'),
  raftcluster_admin_request_duration_seconds: histogram(
    ['store', 'operation', 'result'],
    'Requests to admin APIs of stores.',
  ),
  raftcluster_watch_staleness_seconds: gauge(
    ['resource'],
    'Since when nothing, not even a bookmark, came from the watch; +Inf: nothing ever did.',
  ),
};

function counter(labels: readonly string[], help: string): Metric {
  return { kind: 'counter', labels, help };
}

function gauge(labels: readonly string[], help: string): Metric {
  return { kind: 'gauge', labels, help };
}

function histogram(labels: readonly string[], help: string): Metric {
  return { kind: 'histogram', labels, help };
}

import type { Row } from './panel.ts';

const passes = 'controller_runtime_reconcile';
const ofController = '{controller="raftcluster"}';
const slowest = (metric: string, by: string): string =>
  `histogram_quantile(0.99, sum by (le${by}) (rate(${metric}_bucket[$__rate_interval])))`;

const election: Row = {
  title: 'The operator: does it see, does it act',
  height: 7,
  panels: [
    {
      title: 'Who leads',
      description: 'One replica is at 1, the others stand by at 0. Only the one that leads reports RaftClusters.',
      kind: 'steps',
      unit: 'none',
      queries: [
        { expr: 'max by (pod) (leader_election_master_status{name="raftcluster-operator"})', legend: '{{pod}}' },
      ],
      width: 8,
      min: 0,
      whole: true,
    },
    {
      title: 'Silence of the watches',
      description:
        'Of the one that was silent for longest. A bookmark comes every minute; from five minutes on the operator is deaf: runbook operator-deaf.',
      kind: 'lines',
      unit: 's',
      queries: [{ expr: 'max by (pod) (raftcluster_watch_staleness_seconds)', legend: '{{pod}}' }],
      width: 8,
      min: 0,
      bad: { from: 300, how: 'critical' },
    },
    {
      title: 'Passes',
      description: 'Looks at RaftClusters, by how they ended. requeue_after: to be looked at again at a set time.',
      kind: 'stacked',
      unit: 'ops',
      queries: [
        { expr: `sum by (result) (rate(${passes}_total${ofController}[$__rate_interval])) > 0`, legend: '{{result}}' },
      ],
      width: 8,
      min: 0,
    },
  ],
};

const requests: Row = {
  title: 'The operator: what it asks',
  height: 7,
  panels: [
    {
      title: 'Requests to stores',
      description: 'To admin APIs, by what was asked and how it ended. remove: a removal was sent.',
      kind: 'stacked',
      unit: 'ops',
      queries: [
        {
          expr: 'sum by (operation, result) (rate(raftcluster_admin_request_duration_seconds_count[$__rate_interval])) > 0',
          legend: '{{operation}}: {{result}}',
        },
      ],
      width: 8,
      min: 0,
    },
    {
      title: 'Slowest requests to stores',
      description: 'What 99 of 100 were faster than. Those that time out take as long as spec.admin.requestTimeout.',
      kind: 'lines',
      unit: 's',
      queries: [
        { expr: slowest('raftcluster_admin_request_duration_seconds', ', operation'), legend: '{{operation}}' },
      ],
      width: 8,
      min: 0,
    },
    {
      title: 'Requests to the API server',
      description:
        'By status code; 404: a pod that was asked for is gone. Where nothing happens there are none but for the Lease.',
      kind: 'stacked',
      unit: 'ops',
      queries: [
        {
          expr: 'sum by (method, code) (rate(rest_client_requests_total{host!=""}[$__rate_interval])) > 0',
          legend: '{{method}} {{code}}',
        },
      ],
      width: 8,
      min: 0,
    },
  ],
};

const work: Row = {
  title: 'The operator: how it is',
  height: 7,
  panels: [
    {
      title: 'Slowest passes, and waiting for one',
      description: 'What 99 of 100 were faster than. A pass that sends a removal is looked at again, not waited for.',
      kind: 'lines',
      unit: 's',
      queries: [
        { expr: slowest(`${passes}_time_seconds`, ''), legend: 'a pass' },
        { expr: slowest('workqueue_queue_duration_seconds', ''), legend: 'waiting for one' },
      ],
      width: 8,
      min: 0,
    },
    {
      title: 'Event loop',
      description: 'How late it was at most, of the last 30 seconds. From a second on the operator cannot keep up.',
      kind: 'lines',
      unit: 's',
      queries: [{ expr: 'max by (pod) (nodejs_eventloop_lag_seconds)', legend: '{{pod}}' }],
      width: 8,
      min: 0,
      bad: { from: 1, how: 'doubtful' },
    },
    {
      title: 'Memory',
      description: 'Resident. The manifests allow 192 MiB.',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        {
          expr: 'process_resident_memory_bytes and on (pod, instance) leader_election_master_status{name="raftcluster-operator"}',
          legend: '{{pod}}',
        },
      ],
      width: 8,
      min: 0,
    },
  ],
};

export const operatorRows: readonly Row[] = [election, requests, work];

import { says, storiesOf } from '../story.ts';

const namespace = 'raftcluster-system';
const down = storiesOf('RaftOperatorDown', { severity: 'critical' });
const deaf = storiesOf('RaftOperatorDeaf', { namespace, pod: 'operator-a', severity: 'warning' });
const failing = storiesOf('RaftOperatorFailing', { namespace, severity: 'warning' });

const leads = (values: string, pod = 'operator-a', name = 'raftcluster-operator') =>
  says('leader_election_master_status', values, { name }, pod);
const staleness = (values: string, resource = 'pods', pod = 'operator-a') =>
  says('raftcluster_watch_staleness_seconds', values, { resource }, pod);
const errors = (values: string, controller = 'raftcluster', pod = 'operator-a') =>
  says('controller_runtime_reconcile_errors_total', values, { controller }, pod);

export const operatorStories = [
  down('fires five minutes after the last replica went', {
    series: [leads('1x9 stale'), leads('0x9 stale', 'operator-b')],
    silentAt: ['4m30s', '9m30s'],
    firesAt: ['10m', '25m'],
    says: {
      summary: 'No raftcluster-operator leads.',
      description:
        'For 5 minutes none has been running, or none holds the Lease, or Prometheus cannot scrape it. Dead voters stay, and no alert about a RaftCluster can fire. The stores themselves are not touched by it.',
      runbook: 'docs/runbooks/operator-down.md',
    },
  }),
  down('fires when two replicas stand by and none leads', {
    series: [leads('0x60'), leads('0x60', 'operator-b')],
    silentAt: ['4m30s'],
    firesAt: ['5m'],
  }),
  down('fires when another operator leads, but not this one', {
    series: [leads('1x60', 'other-a', 'other-operator')],
    firesAt: ['5m'],
  }),
  down('is silent while one leads and one stands by', {
    series: [leads('1x60'), leads('0x60', 'operator-b')],
    silentAt: ['5m', '25m'],
  }),
  down('is silent about a change of the leader that takes a minute', {
    series: [leads('1x19 stale'), leads('0x21 1x40', 'operator-b')],
    silentAt: ['10m', '10m30s', '11m', '15m', '25m'],
  }),
  down('is silent about a rolling update, one pod after the other', {
    series: [leads('1x5 stale'), leads('_x4 0x3 1x5 stale', 'operator-b'), leads('_x14 1x40', 'operator-c')],
    silentAt: ['5m', '7m', '8m', '15m', '25m'],
  }),

  deaf('fires when a watch has been silent for five minutes, and two more', {
    series: [staleness('0+30x60'), staleness('5x60', 'statefulsets')],
    silentAt: ['5m', '7m'],
    firesAt: ['7m30s', '25m'],
    says: {
      summary: "The operator's pod raftcluster-system/operator-a hears nothing from the API server.",
      description:
        'One of its watches has been silent for 7m 30s. It may not see that a StatefulSet was scaled down. It removes nothing on what it remembers.',
      runbook: 'docs/runbooks/operator-deaf.md',
    },
  }),
  deaf('fires when a watch never began', {
    series: [staleness(`Inf${' Inf'.repeat(60)}`, 'raftclusters')],
    firesAt: ['2m', '25m'],
  }),
  deaf('fires for a standby as well', {
    series: [staleness('5x60'), staleness('0+30x60', 'pods', 'operator-b')],
    labels: { pod: 'operator-b' },
    firesAt: ['7m30s'],
  }),
  deaf('is silent about a quiet cluster, whose bookmarks come every minute', {
    series: [staleness('0 30 60 0 30 60 0 30 60 0 30 60 0 30 60 0 30 60 0 30 60 0 30 60')],
    silentAt: ['5m', '10m'],
  }),
  deaf('is silent about a stream that was dead and is opened anew after 150 seconds', {
    series: [staleness('0 30 60 90 120 150 0 30 60 90 120 150 180 210 0 0 0 0 0 0 0')],
    silentAt: ['3m', '7m', '10m'],
  }),
  deaf('is silent about a start in which the first state takes a minute', {
    series: [staleness('Inf Inf Inf 0x60')],
    silentAt: ['1m', '2m', '5m'],
  }),

  failing('fires when passes fail about once a minute for half an hour', {
    series: [errors('0+1x120'), errors('0x120', 'raftcluster', 'operator-b')],
    silentAt: ['5m', '15m', '19m'],
    firesAt: ['22m', '30m', '50m'],
    says: {
      summary: 'Passes of the raftcluster-operator fail again and again.',
      description:
        "30 in the last 15 minutes. The status of a RaftCluster, and what alerts say of it, may be old. The operator's log has a line for each.",
      runbook: 'docs/runbooks/operator-failing.md',
    },
  }),
  failing('fires when one RaftCluster fails every minute', {
    series: [errors(Array.from({ length: 90 }, (_, minute) => `${minute} ${minute}`).join(' '))],
    firesAt: ['40m', '60m'],
  }),
  failing('is silent about a conflict every three minutes', {
    series: [
      errors(
        '0 0 0 0 0 0 1 1 1 1 1 1 2 2 2 2 2 2 3 3 3 3 3 3 4 4 4 4 4 4 5 5 5 5 5 5 6 6 6 6 6 6 7 7 7 7 7 7 8 8 8 8 8 8 9 9 9 9 9 9 10 10 10 10 10 10 11 11 11 11 11 11 12 12 12 12 12 12',
      ),
    ],
    silentAt: ['15m', '30m', '35m', '38m'],
  }),
  failing('is silent about a burst while the API server was away for three minutes', {
    series: [errors('0x10 5 10 14 17 20 20x90')],
    silentAt: ['10m', '15m', '20m', '30m', '45m'],
  }),
  failing('is silent about other controllers', {
    series: [errors('0+1x120', 'statefulset')],
    silentAt: ['30m', '50m'],
  }),
];

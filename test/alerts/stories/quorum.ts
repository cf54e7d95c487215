import { ofCluster, reports, storiesOf } from '../story.ts';

const lost = storiesOf('RaftClusterQuorumLost', ofCluster('critical'));
const split = storiesOf('RaftClusterSplitBrain', ofCluster('critical'));

const counts = (voters: number, live: number) => [
  reports('voters', `${voters}x60`),
  reports('live_voters', `${live}x60`),
  reports('fault_tolerance', `${live - Math.floor(voters / 2) - 1}x60`),
];

export const quorumStories = [
  lost('fires after a minute without a quorum, with the numbers', {
    series: [...counts(3, 1), reports('ready', '0x60', { reason: 'QuorumLost' })],
    silentAt: ['30s'],
    firesAt: ['1m', '20m'],
    says: {
      summary: 'The store db/arc takes no writes.',
      description:
        '1 of 3 voters answer, and none of them leads. `kubectl get raft arc -n db -o wide` names those that are missing and, if scaling up brings them back, the command.',
      runbook: 'docs/runbooks/quorum-lost.md',
    },
  }),
  lost('fires when a quorum answers and elects nobody', {
    series: [...counts(3, 3), reports('ready', '0x60', { reason: 'NoLeader' })],
    silentAt: ['30s'],
    firesAt: ['1m'],
  }),
  lost('is silent about an election of half a minute', {
    series: [
      reports('ready', '1x3 stale', { reason: 'Healthy' }),
      reports('ready', 'stale stale stale stale 0 0 stale', { reason: 'NoLeader' }),
    ],
    silentAt: ['2m', '2m30s', '3m', '4m', '10m'],
  }),
  lost('is silent while nobody knows', {
    series: [reports('voters', '3x60'), reports('ready', '0x60', { reason: 'AdminUnreachable' })],
    silentAt: ['1m', '10m', '30m'],
  }),
  lost('is silent while one voter of three is down', {
    series: [...counts(3, 2), reports('ready', '1x60', { reason: 'Healthy' })],
    silentAt: ['1m', '30m'],
  }),
  lost('is silent about a scale-down in its settling delay', {
    series: [...counts(5, 3), reports('ready', '1x60', { reason: 'Settling' })],
    silentAt: ['1m', '30m'],
  }),
  lost('is silent about a RaftCluster that was suspended without a quorum', {
    series: [reports('suspended', '1x60')],
    silentAt: ['1m', '30m'],
  }),
  lost('goes on when the operator changes its leader, and ends five minutes after the quorum is back', {
    series: [
      reports('ready', '0x9 stale', { reason: 'QuorumLost' }, 'operator-a'),
      reports('ready', '_x11 0x9 stale', { reason: 'QuorumLost' }, 'operator-b'),
      reports('ready', '_x21 1x40', { reason: 'Healthy' }, 'operator-b'),
    ],
    firesAt: ['1m', '4m30s', '5m', '5m30s', '6m', '7m', '10m', '15m'],
    silentAt: ['17m'],
  }),
  lost('ends five minutes after its RaftCluster was deleted', {
    series: [reports('ready', '0x9 stale', { reason: 'QuorumLost' })],
    firesAt: ['4m30s', '9m'],
    silentAt: ['11m'],
  }),
  split('fires after a minute of two leaders', {
    series: [reports('ready', '0x60', { reason: 'SplitBrain' })],
    silentAt: ['30s'],
    firesAt: ['1m', '20m'],
    says: {
      summary: 'db/arc: more than one node leads, or nodes of different clusters answer.',
      description:
        'Clients may write to the wrong cluster. The operator removes nothing. `kubectl get raft arc -n db -o wide` tells the term and the voters of each.',
      runbook: 'docs/runbooks/split-brain.md',
    },
  }),
  split('is silent about a quorum that is lost', {
    series: [reports('ready', '0x60', { reason: 'QuorumLost' })],
    silentAt: ['1m', '20m'],
  }),
  split('is silent about an ex-leader that has not noticed for half a minute', {
    series: [reports('ready', '0 0 stale', { reason: 'SplitBrain' })],
    silentAt: ['30s', '1m', '5m'],
  }),
  split('goes on when the operator changes its leader', {
    series: [
      reports('ready', '0x9 stale', { reason: 'SplitBrain' }, 'operator-a'),
      reports('ready', '_x11 0x9 stale', { reason: 'SplitBrain' }, 'operator-b'),
    ],
    firesAt: ['4m30s', '5m', '6m', '7m'],
    silentAt: ['17m'],
  }),
];

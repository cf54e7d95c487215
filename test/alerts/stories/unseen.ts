import { ofCluster, reports, storiesOf } from '../story.ts';

const unknown = storiesOf('RaftClusterStateUnknown', ofCluster('warning'));
const suspended = storiesOf('RaftClusterSuspended', ofCluster('info'));

const day = 24 * 120;

export const unseenStories = [
  unknown('fires after ten minutes in which nothing could be proven, with the reason', {
    series: [
      reports('suspended', '0x60'),
      reports('voters', '3x60'),
      reports('ready', '0x60', { reason: 'AdminUnreachable' }),
    ],
    silentAt: ['9m30s'],
    firesAt: ['10m', '25m'],
    says: {
      summary: 'For 10 minutes nobody knows how db/arc is.',
      description:
        'Too few voters could be asked to prove that it has a quorum, or that it has lost it: AdminUnreachable. No other alert about its voters can fire meanwhile, and nothing is removed.',
      runbook: 'docs/runbooks/state-unknown.md',
    },
  }),
  unknown('fires for a RaftCluster of which nothing was ever known', {
    series: [reports('suspended', '0x60')],
    firesAt: ['10m'],
  }),
  unknown('is silent while a quorum is proven, or proven lost', {
    series: [reports('suspended', '0x60'), reports('fault_tolerance', '1x30 -1x30')],
    silentAt: ['10m', '15m', '28m'],
  }),
  unknown('is silent about a restart of all pods that takes nine minutes', {
    series: [reports('suspended', '0x60'), reports('fault_tolerance', '1x9 stale _x17 1x30')],
    silentAt: ['10m', '14m', '20m'],
  }),
  unknown('is silent about hibernation', {
    series: [reports('suspended', '0x60'), reports('ready', '0x60', { reason: 'Hibernating' })],
    silentAt: ['10m', '25m'],
  }),
  unknown('leaves what is stalled to its own alert', {
    series: [reports('suspended', '0x60'), reports('stalled', '1x60', { reason: 'InvalidSpec' })],
    silentAt: ['10m', '25m'],
  }),
  unknown('is silent about a suspended RaftCluster', {
    series: [reports('suspended', '1x60')],
    silentAt: ['10m', '25m'],
  }),
  unknown('is silent while no replica of the operator leads', {
    series: [reports('suspended', '0x9 stale'), reports('fault_tolerance', '1x9 stale')],
    silentAt: ['10m', '25m'],
  }),
  unknown('goes on when the operator changes its leader, and ends five minutes after all is known', {
    series: [
      reports('suspended', '0x24 stale'),
      reports('suspended', '_x27 0x90', {}, 'operator-b'),
      reports('fault_tolerance', '_x37 1x90', {}, 'operator-b'),
    ],
    firesAt: ['12m', '13m', '14m', '18m'],
    silentAt: ['25m'],
  }),

  suspended('fires after a day', {
    series: [reports('suspended', `1x${day + 10}`)],
    silentAt: ['23h59m'],
    firesAt: ['24h', '24h5m'],
    says: {
      summary: 'db/arc has been suspended for a day.',
      description:
        'Nobody asks its voters, nothing is removed, and no other alert about it can fire. `spec.suspend` is true.',
      runbook: 'docs/runbooks/suspended.md',
    },
  }),
  suspended('is silent about one that is not', { series: [reports('suspended', `0x${day + 10}`)], silentAt: ['24h'] }),
];

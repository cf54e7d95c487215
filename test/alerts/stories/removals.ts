import { ofCluster, reports, storiesOf } from '../story.ts';

const unconfirmed = storiesOf('RaftClusterRemovalUnconfirmed', ofCluster('warning'));
const stalled = storiesOf('RaftClusterStalled', ofCluster('warning'));

const members = (values: string, reason: string, verdict = 'Removing', pod?: string) =>
  reports('members', values, { verdict, reason }, pod);

export const removalStories = [
  unconfirmed('fires when a removal has been neither proven nor disproven for ten minutes', {
    series: [members('2x60', 'RemovalUnconfirmed')],
    silentAt: ['9m30s'],
    firesAt: ['10m', '25m'],
    says: {
      summary: 'A removal that was sent to db/arc has no proven success.',
      description:
        'So it has been for 10 minutes, of 2 of its members: neither end can be proven, or it is proven again and again not to have happened. It may still take effect. `kubectl describe raft arc -n db` says what the store answered.',
      runbook: 'docs/runbooks/removal-unconfirmed.md',
    },
  }),
  unconfirmed('fires when it is sent again and again in vain', {
    series: [
      members('1x3 stale _ 1x7 stale _ 1x9 stale _ 1x30', 'RemovalUnconfirmed', 'Waiting'),
      members('_x4 1 stale _x7 1 stale _x9 1 stale', 'RemovingVoter'),
    ],
    firesAt: ['10m', '20m'],
  }),
  unconfirmed('is silent about one that is proven on the second try', {
    series: [members('_ 1 1 stale', 'RemovalUnconfirmed', 'Waiting')],
    silentAt: ['2m', '6m', '10m', '11m', '15m'],
  }),
  unconfirmed('is silent about removals that are under way, one after the other', {
    series: [members('1x60', 'RemovingVoter')],
    silentAt: ['10m', '25m'],
  }),
  unconfirmed('goes on when the operator changes its leader, and ends ten minutes after the end is proven', {
    series: [
      members('1x24 stale', 'RemovalUnconfirmed', 'Removing', 'operator-a'),
      members('_x27 1x9 stale', 'RemovalUnconfirmed', 'Removing', 'operator-b'),
    ],
    firesAt: ['12m', '13m', '14m', '18m', '27m'],
    silentAt: ['29m'],
  }),

  stalled('fires after five minutes, with the reason', {
    series: [reports('stalled', '1x60', { reason: 'InvalidSpec' })],
    labels: { reason: 'InvalidSpec' },
    silentAt: ['4m30s'],
    firesAt: ['5m', '25m'],
    says: {
      summary: 'The operator cannot go on with db/arc: InvalidSpec.',
      description:
        'So it has been for 5 minutes, and it does not end by itself. Until it is corrected no voter is removed.',
      runbook: 'docs/runbooks/stalled.md',
    },
  }),
  stalled('leaves a removal that fails to its own alert', {
    series: [reports('stalled', '1x60', { reason: 'RemovalUnconfirmed' })],
    silentAt: ['5m', '25m'],
  }),
  stalled('is silent about a spec that is corrected within four minutes', {
    series: [reports('stalled', '1x8 stale', { reason: 'InvalidSpec' })],
    silentAt: ['4m', '5m', '10m'],
  }),
  stalled('goes on when the operator changes its leader, and ends five minutes after the correction', {
    series: [
      reports('stalled', '1x14 stale', { reason: 'AdminForbidden' }),
      reports('stalled', '_x17 1x9 stale', { reason: 'AdminForbidden' }, 'operator-b'),
    ],
    labels: { reason: 'AdminForbidden' },
    firesAt: ['7m', '8m', '9m', '13m', '17m'],
    silentAt: ['19m'],
  }),
];

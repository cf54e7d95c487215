import { ofCluster, reports, storiesOf } from '../story.ts';

const intolerant = storiesOf('RaftClusterNoFaultTolerance', ofCluster('warning'));
const notLive = storiesOf('RaftClusterVoterNotLive', ofCluster('warning'));
const dead = storiesOf('RaftClusterDeadVoterNotRemoved', ofCluster('warning'));

interface Counts {
  readonly voters: string;
  readonly live: string;
  readonly tolerance: string;
  readonly dead?: string;
  readonly age?: string;
}

const counted = ({ voters, live, tolerance, dead: gone = '0x400', age = '0x400' }: Counts, pod?: string) => [
  reports('voters', voters, {}, pod),
  reports('live_voters', live, {}, pod),
  reports('fault_tolerance', tolerance, {}, pod),
  reports('dead_voters', gone, {}, pod),
  reports('oldest_dead_voter_age_seconds', age, {}, pod),
  reports('removal_delay_seconds', '60x400', {}, pod),
];

export const voterStories = [
  intolerant('fires after ten minutes without a spare voter, with the numbers', {
    series: counted({ voters: '3x60', live: '2x60', tolerance: '0x60' }),
    silentAt: ['9m30s'],
    firesAt: ['10m', '25m'],
    says: {
      summary: 'The next voter that db/arc loses is its quorum.',
      description: 'For 10 minutes 2 of 3 voters have been live, no more than a quorum.',
      runbook: 'docs/runbooks/no-fault-tolerance.md',
    },
  }),
  intolerant('fires for two voters, both of them live', {
    series: counted({ voters: '2x60', live: '2x60', tolerance: '0x60' }),
    firesAt: ['10m'],
  }),
  intolerant('is silent about a single voter', {
    series: counted({ voters: '1x60', live: '1x60', tolerance: '0x60' }),
    silentAt: ['10m', '25m'],
  }),
  intolerant('is silent about a scale-down whose voters go after the settling delay', {
    series: counted({ voters: '5x10 3x50', live: '5x6 3x54', tolerance: '2x6 0x3 1x50' }),
    silentAt: ['4m', '6m', '15m'],
  }),
  intolerant('is silent about a quorum that is lost', {
    series: counted({ voters: '3x60', live: '1x60', tolerance: '-1x60' }),
    silentAt: ['10m', '25m'],
  }),
  ...['NoLeader', 'SplitBrain'].map((reason) =>
    intolerant(`leaves ${reason} to its own alert`, {
      series: [...counted({ voters: '3x60', live: '3x60', tolerance: '0x60' }), reports('ready', '0x60', { reason })],
      silentAt: ['10m', '25m'],
    }),
  ),
  intolerant('is silent while nobody knows', {
    series: [reports('voters', '3x60')],
    silentAt: ['10m', '25m'],
  }),
  intolerant('believes the worse of two replicas that both report', {
    series: [
      ...counted({ voters: '3x60', live: '2x60', tolerance: '0x60' }),
      ...counted({ voters: '3x60', live: '3x60', tolerance: '1x60' }, 'operator-b'),
    ],
    firesAt: ['10m'],
  }),
  intolerant('goes on when the operator changes its leader', {
    series: [
      ...counted({ voters: '3x24 stale', live: '2x24 stale', tolerance: '0x24 stale' }),
      ...counted({ voters: '_x27 3x60', live: '_x27 2x60', tolerance: '_x27 0x9 1x50' }, 'operator-b'),
    ],
    firesAt: ['12m', '13m', '14m', '18m'],
    silentAt: ['25m'],
  }),

  notLive('fires when a voter whose pod exists has not followed for half an hour', {
    series: counted({ voters: '5x90', live: '4x90', tolerance: '1x90', dead: '1x90' }),
    silentAt: ['29m30s'],
    firesAt: ['30m', '44m'],
    says: {
      summary: '1 of the voters of db/arc do not follow the leader, though their pods exist.',
      description:
        'So it has been for 30 minutes. Such a pod may be Ready: `kubectl describe raft arc -n db` says why its member is not live.',
      runbook: 'docs/runbooks/voter-not-live.md',
    },
  }),
  notLive('is silent about a rolling restart', {
    series: counted({ voters: '5x90', live: '4x10 5 4x10 5 4x60', tolerance: '1x90', dead: '1x10 0 1x10 0 1x45 0x20' }),
    silentAt: ['30m', '32m'],
  }),
  notLive('leaves a voter whose pod is gone to another alert', {
    series: counted({ voters: '5x90', live: '4x90', tolerance: '1x90', dead: '1x90', age: '60+30x90' }),
    silentAt: ['30m', '44m'],
  }),
  notLive('leaves a cluster without a spare voter to another alert', {
    series: counted({ voters: '3x90', live: '2x90', tolerance: '0x90', dead: '1x90' }),
    silentAt: ['30m', '44m'],
  }),
  notLive('is silent while all are live', {
    series: counted({ voters: '5x90', live: '5x90', tolerance: '2x90' }),
    silentAt: ['30m', '44m'],
  }),
  notLive('goes on when the operator changes its leader', {
    series: [
      ...counted({
        voters: '5x64 stale',
        live: '4x64 stale',
        tolerance: '1x64 stale',
        dead: '1x64 stale',
        age: '0x64 stale',
      }),
      ...counted(
        { voters: '_x67 5x90', live: '_x67 4x90', tolerance: '_x67 1x90', dead: '_x67 1x9 0x80', age: '_x67 0x90' },
        'operator-b',
      ),
    ],
    firesAt: ['32m', '33m', '34m', '38m'],
    silentAt: ['45m'],
  }),

  dead('fires a quarter of an hour after the settling delay', {
    series: counted({ voters: '4x90', live: '3x90', tolerance: '0x90', dead: '1x90', age: '0+30x90' }),
    silentAt: ['16m', '17m'],
    firesAt: ['17m30s', '40m'],
    says: {
      summary: 'A voter of db/arc has no pod any more and is still in the configuration.',
      description:
        'Its pod has been out of range and gone for 17m 30s, the settling delay and more than 15 minutes. It counts for the quorum and cannot vote. `kubectl describe raft arc -n db` says what forbids its removal.',
      runbook: 'docs/runbooks/dead-voter-stays.md',
    },
  }),
  dead('waits for a settling delay of an hour', {
    series: [
      reports('fault_tolerance', '1x400'),
      reports('oldest_dead_voter_age_seconds', '0+30x400'),
      reports('removal_delay_seconds', '3600x400'),
    ],
    silentAt: ['20m', '60m', '75m'],
    firesAt: ['76m30s'],
  }),
  dead('is silent about a scale-down that goes well', {
    series: counted({ voters: '5x4 4x90', live: '4x90', tolerance: '1x90', dead: '1x4 0x90', age: '0 30 60 90 0x90' }),
    silentAt: ['2m', '17m30s', '40m'],
  }),
  dead('leaves a quorum that is lost to its own alert', {
    series: counted({ voters: '3x90', live: '1x90', tolerance: '-1x90', dead: '2x90', age: '0+30x90' }),
    silentAt: ['17m30s', '40m'],
  }),
  dead('is silent while nobody knows, or all sets are scaled to 0', {
    series: [reports('oldest_dead_voter_age_seconds', '0+30x90'), reports('removal_delay_seconds', '60x90')],
    silentAt: ['17m30s', '40m'],
  }),
  dead('goes on when the operator changes its leader', {
    series: [
      ...counted({
        voters: '4x44 stale',
        live: '3x44 stale',
        tolerance: '0x44 stale',
        dead: '1x44 stale',
        age: '0+30x44 stale',
      }),
      ...counted(
        {
          voters: '_x47 4x90',
          live: '_x47 3x90',
          tolerance: '_x47 0x90',
          dead: '_x47 1x90',
          age: '_x47 1410 1440 1470 0x80',
        },
        'operator-b',
      ),
    ],
    firesAt: ['22m', '23m', '24m', '28m'],
    silentAt: ['32m'],
  }),
  dead('does not fire on a single look', {
    series: counted({ voters: '4x90', live: '3x90', tolerance: '0x90', dead: '1x90', age: '0x20 2000 0x90' }),
    silentAt: ['10m30s', '11m', '12m'],
  }),
];

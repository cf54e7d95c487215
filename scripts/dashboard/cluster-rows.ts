import type { Panel, Row } from './panel.ts';

/** A metric of the chosen RaftClusters, once for each, whichever replica reports it. */
function of(metric: string, { by = '', where = '', how = 'max' } = {}): string {
  return `${how} by (namespace, name${by}) (raftcluster_${metric}{namespace=~"$namespace",name=~"$name"${where}})`;
}

/** How many RaftClusters there are of which this is so. */
const count = (title: string, description: string, expr: string, bad?: Panel['bad']): Panel => ({
  title,
  description,
  kind: 'number',
  unit: 'none',
  queries: [{ expr: `count(${expr}) or vector(0)`, legend: '' }],
  width: 4,
  whole: true,
  ...(bad && { bad }),
});

const critical = { from: 1, how: 'critical' } as const;
const doubtful = { from: 1, how: 'doubtful' } as const;
const whoseName = '{{namespace}}/{{name}}';

const now: Row = {
  title: 'Now',
  height: 4,
  panels: [
    count('RaftClusters', 'All that the operator knows.', of('suspended')),
    count(
      'Ready',
      'A leader is proven, a quorum is live, and no member is there that should be gone.',
      `${of('ready')} == 1`,
    ),
    count(
      'Do not work',
      'They take no writes, or two of them claim to be one. Docs: runbooks quorum-lost, split-brain.',
      `${of('ready', { where: ',reason=~"QuorumLost|NoLeader|SplitBrain"' })} == 0`,
      critical,
    ),
    count(
      'Could lose none',
      'More than one voter, and the next one that goes is the quorum. Docs: runbook no-fault-tolerance.',
      `${of('fault_tolerance', { how: 'min' })} == 0 and on (namespace, name) ${of('voters')} > 1`,
      doubtful,
    ),
    count(
      'Unknown or suspended',
      'Of these nobody knows whether they work. Docs: runbooks state-unknown, suspended.',
      `${of('suspended')} unless on (namespace, name) ${of('fault_tolerance')}`,
      doubtful,
    ),
    {
      title: 'Operators that lead',
      description: 'While none leads, all numbers of RaftClusters are missing. Docs: runbook operator-down.',
      kind: 'number',
      unit: 'none',
      queries: [{ expr: 'sum(leader_election_master_status{name="raftcluster-operator"}) or vector(0)', legend: '' }],
      width: 4,
      whole: true,
      bad: { upTo: 0, how: 'critical' },
    },
  ],
};

const each: Row = {
  title: 'Each RaftCluster',
  height: 5,
  panels: [
    {
      title: 'How each of them is',
      description:
        'As `kubectl get raft` shows them. Tolerance: how many more voters may be lost; negative: no quorum.',
      kind: 'table',
      unit: 'none',
      queries: [
        { expr: of('ready', { by: ', reason' }), legend: 'Ready' },
        { expr: of('voters'), legend: 'Voters' },
        { expr: of('live_voters'), legend: 'Live' },
        { expr: of('fault_tolerance', { how: 'min' }), legend: 'Tolerance' },
      ],
      width: 24,
      whole: true,
    },
  ],
};

const voters: Row = {
  title: 'Voters',
  height: 8,
  panels: [
    {
      title: 'Voters',
      description: 'In the configuration of the store, dead ones included: it falls when a removal is proven.',
      kind: 'steps',
      unit: 'none',
      queries: [{ expr: of('voters'), legend: whoseName }],
      width: 6,
      min: 0,
      whole: true,
    },
    {
      title: 'Dead voters',
      description: 'Voters that are not live. While nobody can prove who lives there is nothing here.',
      kind: 'steps',
      unit: 'none',
      queries: [{ expr: of('dead_voters'), legend: whoseName }],
      width: 6,
      min: 0,
      whole: true,
    },
    {
      title: 'Fault tolerance',
      description: 'How many more voters may be lost. At 0 the next one is the quorum; below 0 the quorum is lost.',
      kind: 'steps',
      unit: 'none',
      queries: [{ expr: of('fault_tolerance', { how: 'min' }), legend: whoseName }],
      width: 6,
      whole: true,
      bad: { upTo: -1, how: 'critical' },
    },
    {
      title: 'Why they are not Ready',
      description:
        'RaftClusters that are not Ready, by reason; empty while all are. docs/reasons.md has the cure of each.',
      kind: 'stacked',
      unit: 'none',
      queries: [{ expr: `count by (reason) (${of('ready', { by: ', reason' })} == 0)`, legend: '{{reason}}' }],
      width: 6,
      min: 0,
      whole: true,
    },
  ],
};

const removals: Row = {
  title: 'Removals',
  height: 8,
  panels: [
    {
      title: 'What is thought of the members',
      description: 'Members by verdict and reason, but for those whose pods are simply wanted; empty while all are.',
      kind: 'stacked',
      unit: 'none',
      queries: [
        {
          expr: `sum by (verdict, reason) (${of('members', { by: ', verdict, reason', where: ',reason!="InRange"' })})`,
          legend: '{{verdict}}: {{reason}}',
        },
      ],
      width: 8,
      min: 0,
      whole: true,
    },
    {
      title: 'Longest missing voter',
      description:
        'How long its pod has been out of range and gone. It should fall back to 0 soon after the settling delay.',
      kind: 'lines',
      unit: 's',
      queries: [
        { expr: of('oldest_dead_voter_age_seconds'), legend: whoseName },
        { expr: `max(${of('removal_delay_seconds')})`, legend: 'longest settling delay' },
      ],
      width: 8,
      min: 0,
    },
    {
      title: 'Removals of the last hour',
      description: 'By what was proven of them; `spec.removal.maxPerHour` limits them. NotRemoved is tried again.',
      kind: 'steps',
      unit: 'none',
      queries: [
        {
          expr: 'sum by (result) (round(increase(raftcluster_removals_total{namespace=~"$namespace",name=~"$name"}[1h])))',
          legend: '{{result}}',
        },
      ],
      width: 8,
      min: 0,
      whole: true,
    },
  ],
};

export const clusterRows: readonly Row[] = [now, each, voters, removals];

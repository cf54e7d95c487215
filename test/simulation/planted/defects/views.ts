import type { Defect } from '../defect.ts';

const liveness = 'src/membership/views/liveness.ts';
const judgement = 'src/membership/judgement.ts';

/** What is made of the answers of the store. */
export const viewDefects: readonly Defect[] = [
  {
    name: 'follower’s view trusted',
    why: 'a follower may lag: the configuration is the leader’s',
    edits: [
      {
        file: judgement,
        find: 'leader?.view.configuration ?? newestConfiguration(views)',
        replace: 'views.find(({ view }) => view.role === "Follower")?.view.configuration ?? newestConfiguration(views)',
      },
    ],
    likely: '22a',
  },
  {
    name: 'leader taken from the first answer',
    why: 'of several who claim to lead only the one of the highest term may be right',
    edits: [
      {
        file: 'src/membership/views/leadership.ts',
        find: "    .filter(({ view }) => view.role === 'Leader')\n    .toSorted((a, b) => (a.view.term < b.view.term ? 1 : a.view.term > b.view.term ? -1 : 0));",
        replace: "    .filter(({ view }) => view.role === 'Leader')\n    .slice(0, 1);",
      },
    ],
    likely: '23a',
  },
  {
    name: 'second leader never becomes a split brain',
    why: 'who goes on claiming a lower term leads another cluster',
    edits: [
      {
        file: 'src/membership/views/cluster-state.ts',
        find: 'claim.view.term === first.view.term || (since !== undefined && claim.askedAt >= since + lesserClaimGrace)',
        replace: 'since === undefined && claim.view.term === first.view.term',
      },
    ],
    likely: '23a',
  },
  {
    name: 'latest configuration taken as committed',
    why: 'what a leader has appended may never be committed',
    edits: [
      {
        file: 'src/membership/views/commit-proof.ts',
        find: 'view.commitIndex >= b.view.lastLogIndex',
        replace: 'view.lastLogIndex >= b.view.lastLogIndex',
      },
      {
        file: liveness,
        find: "if (!sameConfiguration(view.configuration, leader.configuration)) return 'otherConfiguration';",
        replace: '',
      },
    ],
    likely: '20c',
  },
  {
    name: 'log of a follower not compared',
    why: 'a follower whose log stands still gives no vote to a commit',
    edits: [
      {
        file: liveness,
        find: "return view.lastLogIndex < committed ? 'lagging' : undefined;",
        replace: 'return undefined;',
      },
    ],
    likely: '45b',
  },
  {
    name: 'who answers counts as live',
    why: 'Ready and answering is not the same as being a voter that follows the leader',
    edits: [
      {
        file: liveness,
        find: "  if (view.leaderId === null) return 'noLeader';\n",
        replace: '  if (view.memberId !== null) return undefined;\n',
      },
    ],
    likely: '36',
  },
  {
    name: 'voters that leave count as live',
    why: 'a pod that is Terminating is gone in a moment',
    edits: [
      {
        file: judgement,
        find: 'lasting: new Set(liveVoters.filter((id) => !leaving.has(id))),',
        replace: 'lasting: new Set(liveVoters.filter((id) => !leaving.has(id) || true)),',
      },
    ],
    likely: '9b',
  },
  {
    name: 'quorum rounded down',
    why: 'half of the voters are no majority',
    edits: [
      {
        file: 'src/membership/views/quorum.ts',
        find: 'return Math.floor(voters / 2) + 1;',
        replace: 'return Math.ceil(voters / 2);',
      },
    ],
  },
  {
    name: 'enabled:false taken for no answer',
    why: 'a node that takes part in no cluster is another trouble than one that hangs',
    edits: [
      {
        file: 'src/stores/arc/classify-read.ts',
        find: "if (!answer.enabled) return { kind: 'notClustered', message: excerpt(answer.reason, token) || 'not clustered' };",
        replace: "if (!answer.enabled) return failed('unreachable', excerpt(answer.reason, token));",
      },
    ],
    likely: '24',
  },
  {
    name: 'heartbeat compared with our clock',
    why: 'the clock of the store may be minutes off: its stamps are compared with each other only',
    edits: [
      {
        file: 'src/membership/clauses/store-clauses.ts',
        find: '{ facts, state, memory, traits }: Context,',
        replace: '{ facts, state, memory, traits, now }: Context,',
      },
      {
        file: 'src/membership/clauses/store-clauses.ts',
        find: '  const sign = signOfLife(id, leader, memory.heard, sightedAt, traits.heartbeatInterval);',
        replace: `  const age = now.wall - Date.parse(leader.view.records.get(id)?.lastHeard ?? '');
  const sign: ReturnType<typeof signOfLife> =
    traits.heartbeatInterval === null || sightedAt === Infinity || age !== age
      ? signOfLife(id, leader, memory.heard, sightedAt, traits.heartbeatInterval)
      : age > 2 * traits.heartbeatInterval
        ? { kind: 'notSeen' }
        : { kind: 'seen', askAgainAt: now.monotonic + 1000 };`,
      },
    ],
    likely: '44',
  },
  {
    name: 'sign of life not compared',
    why: 'a stamp that moves on is a process that runs, whatever became of its pod',
    edits: [
      {
        file: 'src/membership/sign-of-life.ts',
        find: 'record === undefined || record.lastHeard === older.lastHeard.get(id)',
        replace: 'record?.lastHeard !== undefined',
      },
    ],
    likely: '11b',
  },
  {
    name: 'sign of life compared at once',
    why: 'within two heartbeats nobody can tell a silent process from one that has just been heard',
    edits: [
      {
        file: 'src/membership/sign-of-life.ts',
        find: 'answeredAt <= leader.askedAt - 2 * heartbeatInterval);\n  if (!older)',
        replace: 'answeredAt <= leader.askedAt);\n  if (!older)',
      },
    ],
    likely: '11b',
  },
];

import type { Defect } from '../defect.ts';

const record = 'src/membership/record.ts';
const order = 'src/membership/clauses/targets.ts';

/** How a removal ends, and what is remembered of it. */
export const recordDefects: readonly Defect[] = [
  {
    name: '200 taken as done',
    why: 'Arc answers with success where Raft refused: only the configuration proves a removal',
    edits: [
      {
        file: record,
        find: 'if (configuration.some(({ id }) => id === record.member)) return undefined;',
        replace:
          "if (flight.answer !== 'removed' && configuration.some(({ id }) => id === record.member)) return undefined;",
      },
    ],
    likely: '15',
  },
  {
    name: 'record that never ends',
    why: 'a removal that was proven not to have happened lets the others go on',
    edits: [
      {
        file: record,
        find: '!isListed || leader.askedAt < until',
        replace: '!isListed || leader.askedAt < Infinity * until',
      },
    ],
    likely: '42',
  },
  {
    name: 'NotRemoved at once',
    why: 'the store may still act on a request that it has not answered',
    edits: [
      {
        file: record,
        find: '!isListed || leader.askedAt < until',
        replace: '!isListed || leader.askedAt < Math.min(flight.sentAt ?? flight.seenAt, until)',
      },
    ],
    likely: '17a',
  },
  {
    name: 'NotRemoved by a look from before the end',
    why: 'only who is asked after the longest that the store may act can say that it did not',
    edits: [{ file: record, find: 'from + longestAct(settings, traits) +', replace: 'from +' }],
    likely: '17a',
  },
  {
    name: 'no wait after a proven removal',
    why: 'a request without an answer may still take effect, on whoever joins again under that id, or beside the next one',
    edits: [
      {
        file: record,
        find: 'return !flight.isOver && now.monotonic < until;',
        replace: 'return flight.isOver && now.monotonic < -until;',
      },
    ],
    likely: '17b',
  },
  {
    name: 'no wait after another process’s record',
    why: 'what a predecessor has sent may arrive late, while a successor sends the next',
    edits: [
      {
        file: record,
        find: 'return !flight.isOver && now.monotonic < until;',
        replace: 'return !flight.isOver && flight.sentAt !== undefined && now.monotonic < until;',
      },
      {
        file: record,
        find: "return life.kind === 'inFlight' && life.flight.sentAt === undefined ? life.until : 0;",
        replace: 'return 0 * Number(life.kind.length);',
      },
    ],
    likely: '20g',
  },
  {
    name: 'record of another process ignored',
    why: 'whoever finds a record waits for the end of what may have been sent',
    edits: [
      {
        file: record,
        find: "if (!record) return { kind: 'none' };",
        replace: "if (!record || memory.flight?.startedAt !== record.startedAt) return { kind: 'none' };",
      },
    ],
    likely: '19h',
  },
  {
    name: 'no wait of a new RaftCluster',
    why: 'one of the same name may have sent something a moment ago',
    edits: [
      {
        file: 'src/controller/memories.ts',
        find: 'return isNew ? longest : Math.max(longest - age, 0);',
        replace: 'return isNew ? 0 : Math.max(0, -longest - age);',
      },
      {
        file: 'src/membership/decide.ts',
        find: 'fenceWindow + environment.traits.longestAct',
        replace: '0 * environment.traits.longestAct',
      },
    ],
    likely: '34a',
  },
  {
    name: 'absence shown by a leader that is behind',
    why: 'a first pod that bootstrapped itself leads a cluster without the member, too',
    edits: [{ file: record, find: ' || isBehind(committed, record)) return', replace: ') return' }],
    likely: '23b',
  },
  {
    name: 'clean-ups never ended',
    why: 'what the store never drops is cleaned up once',
    edits: [
      {
        file: order,
        find: '...(facts.cluster.status.leftovers ?? [])',
        replace: '...(facts.cluster.status.leftovers ?? []).slice(0, 0)',
      },
    ],
    likely: '33',
  },
  {
    name: 'voters before nonvoters',
    why: 'nonvoters go first',
    edits: [
      {
        file: order,
        find: 'const kinds = { nonvoter: 0, voter: 1, leftover: 2 }',
        replace: 'const kinds = { nonvoter: 1, voter: 0, leftover: 2 }',
      },
    ],
    likely: '32',
  },
  {
    name: 'lowest ordinal first',
    why: 'the highest ordinal goes first',
    edits: [
      {
        file: order,
        find: '(b.place?.ordinal ?? -1) - (a.place?.ordinal ?? -1)',
        replace: '(a.place?.ordinal ?? -1) - (b.place?.ordinal ?? -1)',
      },
    ],
    likely: '1',
  },
  {
    name: 'budget counted in memory only',
    why: 'a restart does not give back what was sent',
    edits: [
      {
        file: 'src/membership/clauses/pace-clauses.ts',
        find: 'export function budget({ kind }: Target, { facts, settings, now }: Context): Refusal | undefined {',
        replace:
          'export function budget({ kind }: Target, { facts, settings, now, memory }: Context): Refusal | undefined {\n  if (memory.flight === undefined) return undefined;',
      },
    ],
    likely: '31b',
  },
  {
    name: 'decommission honoured again and again',
    why: 'an entry that was forgotten in the spec removes who comes back under that id',
    edits: [
      {
        file: 'src/membership/clauses/target.ts',
        find: 'if (listed && !honoured) {',
        replace: 'if (listed || honoured) {',
      },
    ],
    likely: '26',
  },
  {
    name: 'refusal of the token taken as nothing',
    why: 'a Secret that was rotated is read again after a refusal',
    edits: [
      {
        file: 'src/controller/admin-accesses.ts',
        find: 'if (entry) entry.doubtful = true;',
        replace: 'if (entry) entry.doubtful = false;',
      },
    ],
    likely: '21a',
  },
];

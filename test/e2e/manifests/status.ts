import type { Change } from './manifest.ts';

const now = '2026-11-22T19:00:00Z';

const memberStatus = {
  id: 'arc-reader-3',
  suffrage: 'Voter',
  statefulSet: 'arc-reader',
  ordinal: 3,
  live: false,
  verdict: 'Removing',
  reason: 'RemovingVoter',
  since: now,
  removableAt: now,
  message: 'Pod arc-reader-3 is gone for good; its member is being removed.',
};

const finished = {
  member: 'arc-reader-4',
  startedAt: now,
  finishedAt: now,
  result: 'Removed',
  answer: '200',
  evidence: 'absent at commit index 812 of term 12, seen by 3 of 4 voters',
};

const ready = {
  type: 'Ready',
  status: 'False',
  observedGeneration: 1,
  lastTransitionTime: now,
  reason: 'RemovingVoter',
  message: 'Removing arc-reader-3.',
};

const statefulSet = {
  name: 'arc-reader',
  uid: '4d1c6c0e-2a57-4a3c-9d65-2f3f8f4c8b11',
  confirmedMemberId: '{pod}',
  replicas: 3,
  voters: 4,
  liveVoters: 3,
  minSafeReplicas: 2,
};

/** A status with something in every field. */
export const fullStatus: Change = {
  observedGeneration: 1,
  leader: 'arc-writer-0',
  term: '12',
  voters: 5,
  liveVoters: 4,
  quorum: 3,
  faultTolerance: 1,
  members: [memberStatus],
  statefulSets: [statefulSet],
  absentees: [{ pod: 'arc-reader-2', why: 'NotClustered', message: 'It says that clustering is off.' }],
  leftovers: [{ id: 'arc-reader-5', cleanedAt: now }],
  decommissioned: ['arc-old-0'],
  removal: { member: 'arc-reader-3', holder: 'operator-1', phase: 'Removing', startedAt: now, attempts: 1 },
  removals: [finished],
  conditions: [ready],
};

const many = <T extends object>(count: number, entry: T, key: string) =>
  Array.from({ length: count }, (_, index) => ({ ...entry, [key]: `${key}-${index}` }));

/** The longest status that the server takes. */
export const longestStatus: Change = {
  ...fullStatus,
  faultTolerance: -8,
  members: many(64, { ...memberStatus, message: 'é'.repeat(1024) }, 'id'),
  statefulSets: many(16, statefulSet, 'name'),
  absentees: many(64, { pod: '', why: 'NotClustered', message: 'x'.repeat(1024) }, 'pod'),
  leftovers: many(64, { id: '', cleanedAt: now }, 'id'),
  decommissioned: Array.from({ length: 64 }, (_, index) => `id-${index}`),
  removals: many(16, finished, 'member'),
};

/** Statuses that the server refuses whole: what the operator must never try to write. */
export const refusedStatuses: readonly { readonly change: Change; readonly field: string; readonly says: string }[] = [
  { change: { members: many(65, memberStatus, 'id') }, field: 'status.members', says: 'at most 64 items' },
  { change: { members: [memberStatus, memberStatus] }, field: 'status.members[1]', says: 'Duplicate value' },
  {
    change: { members: [{ ...memberStatus, verdict: 'Maybe' }] },
    field: 'status.members[0].verdict',
    says: 'supported values: "Keep", "Waiting", "Blocked", "Removing", "Unmanaged"',
  },
  {
    change: { members: [{ ...memberStatus, message: 'x'.repeat(1025) }] },
    field: 'status.members[0].message',
    says: 'may not be more than 1024',
  },
  {
    change: { members: [{ ...memberStatus, id: 'x'.repeat(257) }] },
    field: 'status.members[0].id',
    says: 'may not be more than 256',
  },
  {
    change: { members: [{ ...memberStatus, since: 'yesterday' }] },
    field: 'status.members[0].since',
    says: 'must be of type date-time',
  },
  { change: { statefulSets: many(17, statefulSet, 'name') }, field: 'status.statefulSets', says: 'at most 16 items' },
  { change: { removals: many(17, finished, 'member') }, field: 'status.removals', says: 'at most 16 items' },
  {
    change: { removal: { member: 'a', phase: 'Removing', startedAt: now, attempts: 1 } },
    field: 'status.removal.holder',
    says: 'Required value',
  },
  { change: { decommissioned: ['a', 'a'] }, field: 'status.decommissioned[1]', says: 'Duplicate value' },
  { change: { conditions: [ready, ready] }, field: 'status.conditions[1]', says: 'Duplicate value' },
  {
    change: { conditions: [{ ...ready, reason: 'not a word' }] },
    field: 'status.conditions[0].reason',
    says: 'should match',
  },
];

/** An operator newer than the CRD may have reasons and conditions of its own. */
export const statusOfTomorrow: Change = {
  conditions: [ready, { ...ready, type: 'Backward', reason: 'ReasonOfTomorrow' }],
  members: [{ ...memberStatus, reason: 'ReasonOfTomorrow' }],
};

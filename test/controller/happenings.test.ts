import { describe, expect, test } from '@jest/globals';

import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { happeningsBetween } from '../../src/controller/happenings.ts';

type Member = NonNullable<RaftClusterStatus['members']>[number];
type Condition = NonNullable<RaftClusterStatus['conditions']>[number];
type Finished = NonNullable<RaftClusterStatus['removals']>[number];

const at = '2026-01-01T00:00:00.000Z';
const member = (verdict: Member['verdict'], reason: Member['reason']): RaftClusterStatus => ({
  members: [{ id: 'arc-4', suffrage: 'Voter', live: false, verdict, reason, since: at, message: 'why' }],
});
const condition = (
  type: Condition['type'],
  status: Condition['status'],
  reason: Condition['reason'],
): RaftClusterStatus => ({
  conditions: [{ type, status, reason, observedGeneration: 1, lastTransitionTime: at, message: 'why' }],
});
const ended = (result: Finished['result'], startedAt = at): Finished => ({
  member: 'arc-4',
  startedAt,
  finishedAt: at,
  result,
  answer: '500',
  evidence: 'absent',
});
const record = { member: 'arc-4', holder: 'me', phase: 'Removing' as const, startedAt: at, attempts: 2 };
const told = (before: RaftClusterStatus, after: RaftClusterStatus) =>
  happeningsBetween(before, after).map(({ type, reason, note }) => `${type} ${reason} ${note}`);

test('where nothing changed there is nothing to tell', () => {
  const status = {
    ...member('Waiting', 'Settling'),
    ...condition('QuorumHealthy', 'True', 'Healthy'),
    removal: record,
    removals: [ended('Removed')],
  };
  expect(told(status, structuredClone(status))).toEqual([]);
});

describe('removals', () => {
  test('begin', () => {
    expect(told({}, { removal: record })).toEqual(['Normal RemovingVoter The removal of arc-4 begins (attempt 2).']);
    const cleaning = { removal: { ...record, phase: 'CleaningUp' as const } };
    expect(told({}, cleaning)).toEqual([
      'Normal CleaningUp The clean-up of what the store kept of arc-4 begins (attempt 2).',
    ]);
  });

  test('follow each other without a gap', () => {
    const next = { ...record, startedAt: '2026-01-01T00:00:01.000Z' };
    const reasons = happeningsBetween({ removal: record }, { removal: next, removals: [ended('Removed')] }).map(
      ({ reason }) => reason,
    );
    expect(reasons).toEqual(['Removed', 'RemovingVoter']);
  });

  test('end', () => {
    expect(told({ removal: record }, { removals: [ended('Removed')] })).toEqual([
      'Normal Removed arc-4 was removed: absent.',
    ]);
    expect(told({ removal: record }, { removals: [ended('NotRemoved')] })).toEqual([
      'Warning NotRemoved arc-4 was not removed: absent. The store answered: 500.',
    ]);
  });

  test('that are taken back are no news', () => {
    expect(told({ removal: record }, {})).toEqual([]);
  });

  test('of the same member are told each', () => {
    const before = { removals: [ended('NotRemoved')] };
    const after = { removals: [ended('NotRemoved'), ended('Removed', '2026-01-01T00:05:00.000Z')] };
    expect(told(before, after)).toHaveLength(1);
  });
});

describe('members', () => {
  test.each([
    ['Waiting', 'Settling', ['Normal Settling arc-4: why']],
    ['Blocked', 'ObserveOnly', ['Normal ObserveOnly arc-4: why']],
    ['Blocked', 'StillAlive', ['Warning StillAlive arc-4: why']],
    ['Waiting', 'RemovalUnconfirmed', ['Warning RemovalUnconfirmed arc-4: why']],
    ['Waiting', 'BudgetSpent', ['Warning BudgetSpent arc-4: why']],
    ['Waiting', 'Queued', []],
    ['Keep', 'InRange', []],
    ['Removing', 'RemovingVoter', []],
  ] as const)('%s because of %s: %j', (verdict, reason, notes) => {
    expect(told({}, member(verdict, reason))).toEqual(notes);
    expect(told(member(verdict, reason), member(verdict, reason))).toEqual([]);
  });

  test('that are blocked by what the whole cluster suffers from do not say it again, each', () => {
    const after = { ...member('Blocked', 'NoLeader'), ...condition('QuorumHealthy', 'False', 'NoLeader') };
    expect(told({}, after)).toEqual(['Warning NoLeader why']);
  });
});

describe('conditions', () => {
  test.each([
    ['QuorumHealthy', 'True', 'Healthy', ['Normal Healthy why']],
    ['QuorumHealthy', 'False', 'QuorumLost', ['Warning QuorumLost why']],
    ['QuorumHealthy', 'Unknown', 'AdminUnreachable', ['Warning AdminUnreachable why']],
    ['Stalled', 'True', 'TargetConflict', ['Warning TargetConflict why']],
    ['Suspended', 'True', 'Suspended', ['Normal Suspended why']],
    ['Ready', 'False', 'QuorumLost', []],
    ['MembersInSync', 'False', 'DeadVoterPending', []],
  ] as const)('%s %s because of %s: %j', (type, status, reason, notes) => {
    expect(told({}, condition(type, status, reason))).toEqual(notes);
  });

  test('that turn for one reason tell it once', () => {
    const after = {
      conditions: [
        ...(condition('QuorumHealthy', 'Unknown', 'InvalidSpec').conditions ?? []),
        ...(condition('Stalled', 'True', 'InvalidSpec').conditions ?? []),
      ],
    };
    expect(told({}, after)).toEqual(['Warning InvalidSpec why']);
  });
});

test('an entry of spec.decommission that is no member is told once, one that was removed is not', () => {
  const absent = { decommissioned: ['arc-9'] };
  expect(told({}, absent)).toEqual(['Normal Absent arc-9 of spec.decommission is no member.']);
  expect(told(absent, absent)).toEqual([]);
  expect(told({ removals: [ended('Removed')] }, { removals: [ended('Removed')], decommissioned: ['arc-4'] })).toEqual(
    [],
  );
});

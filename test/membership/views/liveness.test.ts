import { expect, test } from '@jest/globals';

import type { View } from '../../../src/membership/evidence.ts';
import { dissentOf } from '../../../src/membership/views/liveness.ts';
import { cluster, scaledDown } from '../cluster.ts';

const world = cluster().set('arc').voters(3);
const leader = world.view('arc-0');
const read = (asked: number, answered: number, view: Partial<View> = {}) =>
  world.reading('arc-0', asked, answered, view);

function dissent(view: Partial<View>, reads = [read(0, 1)], age = 10) {
  const askedAt = world.monotonic + 1;
  const counted = {
    pod: 'arc-1',
    podUid: 'arc-1-uid',
    view: { ...world.view('arc-1'), ...view },
    askedAt,
    answeredAt: askedAt,
  };
  return dissentOf(counted, leader, reads, askedAt + age);
}

test.each([
  ['live', {}, undefined],
  ['live with a log beyond the commit index', { lastLogIndex: 101n }, undefined],
  ['a candidate', { leaderId: null, role: 'Candidate' }, 'noLeader'],
  ['a follower of another', { leaderId: 'arc-2' }, 'otherLeader'],
  ['in another term', { term: 6n }, 'otherTerm'],
  ['showing another configuration', { configuration: [] }, 'otherConfiguration'],
  ['one that never heard from the leader', { leaderContact: null }, 'noContact'],
  ['one that heard from it too long ago', { leaderContact: 1_991 }, 'noContact'],
  ['one with a full disk: its log does not move', { lastLogIndex: 99n }, 'lagging'],
] as const)('a voter is %s', (_, view, expected) => {
  expect(dissent(view)).toBe(expected);
});

test('contact and the age of the answer count together, to the millisecond', () => {
  expect(dissent({ leaderContact: 1_500 }, [read(0, 1)], 500)).toBeUndefined();
  expect(dissent({ leaderContact: 1_500 }, [read(0, 1)], 501)).toBe('noContact');
});

test('nobody but the leader itself is judged before a read of the leader has ended', () => {
  expect(dissent({}, [read(0, 2)])).toBe('askAgain');
  expect(dissent({}, [read(0, 1, { term: 6n })])).toBe('askAgain');
  expect(dissent({}, [read(0, 1, { role: 'Follower' })])).toBe('askAgain');
  expect(dissent({}, [world.hangs('arc-0').reading('arc-0', 0, 1)])).toBe('askAgain');
  expect(dissentOf({ ...read(0, 1), view: leader }, leader, [], world.monotonic)).toBeUndefined();
});

test('the log must reach the commit index of the last read that ended before', () => {
  const rising = [read(0, 1, { commitIndex: 101n }), read(-3, -2), read(1, 9, { commitIndex: 200n })];
  expect(dissent({ lastLogIndex: 101n }, rising)).toBeUndefined();
  expect(dissent({ lastLogIndex: 100n }, rising)).toBe('lagging');
});

test('a dissenter is named, and is no live voter', () => {
  const { status } = scaledDown().scale('arc', 4).answers('arc-3', { lastLogIndex: 99n }).pass();
  expect(status.liveVoters).toBe(3);
  expect(status.members?.find(({ id }) => id === 'arc-3')?.live).toBe(false);
  expect(status.conditions?.find(({ type }) => type === 'QuorumHealthy')?.message).toContain(
    'Not live: arc-3 has a log that lags behind',
  );
});

test('a live member that does not vote is live, but no live voter', () => {
  const { status } = cluster().set('arc', { replicas: 4 }).voters(3).member('arc-3', 'Nonvoter').pass();
  expect(status).toMatchObject({ voters: 3, liveVoters: 3 });
  expect(status.members?.every(({ live }) => live)).toBe(true);
});

test('whoever shows the leader’s configuration without being in it is no live member', () => {
  const { status } = cluster().set('arc', { replicas: 4 }).voters(3).answers('arc-3', {}).pass();
  expect(status.absentees).toEqual([expect.objectContaining({ pod: 'arc-3', why: 'Joining' })]);
});

test('an answer is never credited to the successor of the pod that gave it', () => {
  const late = scaledDown();
  const readings = late.readings();
  late.round = () => readings;
  expect(late.pod('arc-2', { uid: 'another' }).pass().status.liveVoters).toBeUndefined();
});

test('of two reads of one pod the newer counts', () => {
  const later = scaledDown();
  later.round = () => [later.reading('arc-2', 6, 7, { term: 1n }), ...later.readings()];
  expect(later.pass().status.liveVoters).toBeUndefined();
});

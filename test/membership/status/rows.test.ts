import { expect, test } from '@jest/globals';

import { cluster, scaledDown } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

const rowOf = (world: Cluster, id: string) => world.pass().status.members?.find((member) => member.id === id);

test('a verdict keeps its beginning, and the end of the delay, while the clocks drift by a moment', () => {
  const world = scaledDown();
  const before = rowOf(world, 'arc-4');
  expect(before).toMatchObject({ since: '2027-01-31T12:00:00Z', removableAt: '2027-01-31T12:01:00Z' });
  world.after(10_000).wall += 1_900;
  expect(rowOf(world, 'arc-4')).toEqual(before);
});

test('the end of the delay follows a clock that was set', () => {
  const world = scaledDown();
  world.pass();
  world.after(10_000).wall += 2_100;
  expect(rowOf(world, 'arc-4')).toMatchObject({ removableAt: '2027-01-31T12:01:02Z' });
});

test('a verdict begins anew when its reason changes', () => {
  const world = scaledDown();
  world.pass();
  expect(rowOf(world.after(10_000).terminating('arc-4'), 'arc-4')).toMatchObject({ since: '2027-01-31T12:00:10Z' });
});

test('a member that fails is told how often', () => {
  const world = scaledDown().notMember('arc-3').settled();
  world.send();
  expect(rowOf(world.after(20_010), 'arc-4')?.message).toContain('sent once and proven');
  world.after(20_000).send();
  expect(rowOf(world.after(20_010), 'arc-4')?.message).toContain('sent 2 times and proven');
});

test('who claims to lead without being able to is told apart from who is not followed', () => {
  const world = scaledDown().answers('arc-0', { leaderId: 'arc-1' });
  const { conditions } = world.pass().status;
  expect(conditions?.find(({ type }) => type === 'QuorumHealthy')?.message).toContain('names another leader');
});

test('a pod that is back while its removal is in flight is a warning, not a hope', () => {
  const world = scaledDown().settled();
  world.send();
  expect(rowOf(world, 'arc-4')).toMatchObject({ verdict: 'Removing', reason: 'RemovingVoter' });
  expect(rowOf(world.scale('arc', 5).pod('arc-4'), 'arc-4')).toMatchObject({
    verdict: 'Removing',
    reason: 'RemovalUnconfirmed',
    message: expect.stringContaining('pod arc-4 is back: the removal may still take effect'),
  });
});

test('a removal that cannot be proven says why', () => {
  const world = scaledDown().settled();
  world.send();
  expect(rowOf(world.hangs('arc-0').after(20_010), 'arc-4')).toMatchObject({
    verdict: 'Removing',
    reason: 'RemovalUnconfirmed',
    message:
      'A removal was sent at 2027-01-31T12:01:00.310Z; whether it took effect cannot be proven yet: arc-0: no answer within 5 s.',
  });
});

test('a leader that has not come as far as the one that was asked proves nothing', () => {
  const world = scaledDown().settled();
  world.send();
  world.notMember('arc-4').after(20_010);
  for (const pod of ['arc-0', 'arc-1', 'arc-2']) world.answers(pod, { term: 1n, lastLogTerm: 1n });
  expect(rowOf(world, 'arc-4')).toMatchObject({
    reason: 'RemovalUnconfirmed',
    message: expect.stringContaining('the leader arc-0 is behind the one that was asked, so it leads another cluster'),
  });
});

test('a set whose ordinals begin above 0 is told with the first one, also when it cannot be read', () => {
  const world = cluster().set('arc', { replicas: 3, start: 2, protectedOrdinals: [] });
  const startOf = () => world.pass().status.statefulSets?.[0]?.start;
  expect(startOf()).toBe(2);
  expect(startOf.call(world.unread('arc'))).toBe(2);
  expect(startOf.call(world.set('arc', { start: 0 }))).toBeUndefined();
});

test('a suspended RaftCluster is told with the ordinals of the moment', () => {
  const world = cluster().set('arc', { replicas: 3, start: 2, protectedOrdinals: [] });
  world.pass();
  const { statefulSets } = world.spec({ suspend: true }).set('arc', { start: 0 }).pass().status;
  expect(statefulSets).toEqual([expect.objectContaining({ name: 'arc', replicas: 3, minSafeReplicas: 3 })]);
  expect(statefulSets?.[0]).not.toHaveProperty('start');
});

import { expect, test } from '@jest/globals';

import { cluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';

/** Three voters, all well; the leader's registry still lists `arc-4`. */
function leftover(id = 'arc-4'): Cluster {
  return cluster().set('arc').voters(3).heardFrom(id, 'long ago');
}

test('what the store kept of a former member is cleaned up once', () => {
  const world = leftover().settled();
  expect(world.pass().effect).toEqual({ kind: 'confirm', id: 'arc-4', pod: 'arc-4' });
  expect(world.send().record).toMatchObject({ member: 'arc-4', phase: 'CleaningUp' });
  world.heardFrom('arc-4', undefined).after(100).pass();
  expect(world.status).toMatchObject({
    leftovers: [{ id: 'arc-4', cleanedAt: '2027-01-31T12:01:00.410Z' }],
    removals: [],
  });
  expect(world.heardFrom('arc-4', 'long ago').settled().pass().effect).toBeUndefined();
});

test('it does not make MembersInSync False', () => {
  const world = leftover().settled();
  world.send();
  const { conditions } = world.after(100).pass().status;
  expect(conditions?.find(({ type }) => type === 'MembersInSync')?.status).toBe('True');
  expect(conditions?.find(({ type }) => type === 'Reconciling')?.message).toBe(
    'What the store kept of arc-4 is being cleaned up.',
  );
});

test('a store that never drops it is not asked again', () => {
  const world = leftover().settled();
  world.send();
  expect(world.after(22_999).pass().status.removal?.phase).toBe('CleaningUp');
  expect(world.after(1).pass()).toMatchObject({ status: { leftovers: [{ id: 'arc-4' }] }, effect: undefined });
  expect(world.status.removal).toBeUndefined();
  expect(world.settled().pass().effect).toBeUndefined();
});

test('the pass that ends its clean-up does not begin another', () => {
  const world = leftover().settled();
  world.send();
  const { status, effect } = world.after(23_000).freshPass();
  expect(status).toMatchObject({ leftovers: [{ id: 'arc-4' }] });
  expect(effect).toBeUndefined();
});

test('it ends after its time without a leader, too', () => {
  const world = leftover().settled();
  world.send();
  expect(world.leader(undefined).after(100).pass().status.removal?.phase).toBe('CleaningUp');
  expect(world.after(23_000).pass().status.leftovers).toHaveLength(1);
});

test('minVoters and the budget do not hold it back, all else does', () => {
  expect(
    leftover()
      .spec({ removal: { minVoters: 3, maxPerHour: 1 } })
      .settled()
      .pass().effect?.id,
  ).toBe('arc-4');
  expect(leftover('arc-1').settled().pass().effect).toBeUndefined();
  expect(leftover('stranger').settled().pass().effect).toBeUndefined();
  expect(leftover().settled().heardFrom('arc-4', 'just now').pass().effect).toBeUndefined();
  expect(leftover().settled().answers('arc-0', { lastLogIndex: 101n }).pass().effect).toBeUndefined();
});

test('members go first', () => {
  expect(leftover('arc-9').member('arc-3').settled().pass().effect?.id).toBe('arc-3');
});

test('a member again, it may be left over again', () => {
  const world = leftover().settled();
  world.status = { ...world.status, leftovers: [{ id: 'arc-4', cleanedAt: '2026-01-01T00:00:00Z' }] };
  expect(world.member('arc-4').pass().status.leftovers).toEqual([]);
});

test('nothing is cleaned up where the store leaves nothing behind, or the list of those is full', () => {
  const without = leftover();
  without.environment = { ...without.environment, traits: { ...without.environment.traits, leavesRecords: false } };
  expect(without.settled().pass().effect).toBeUndefined();
  const full = leftover();
  full.status = {
    leftovers: Array.from({ length: 64 }, (_, index) => ({ id: `old-${index}`, cleanedAt: '2026-01-01T00:00:00Z' })),
  };
  expect(full.settled().pass().effect).toBeUndefined();
});

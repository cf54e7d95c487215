import { expect, test } from '@jest/globals';

import { roundNeeds } from '../../src/membership/round.ts';
import { scaledDown } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import type { Reading } from '../../src/membership/evidence.ts';

function needs(world: Cluster, readings: readonly Reading[]) {
  return roundNeeds({ ...world.observe(), readings }, world.settings(), world.memory, world.now().monotonic);
}

const world = scaledDown();
const leader = (at: number, view = {}) => world.reading('arc-0', at, at + 1, view);
const first = [world.reading('arc-1', 0, 1), world.reading('arc-2', 0, 1)];

test('nobody is asked again before somebody claims to lead', () => {
  expect(needs(world, first)).toEqual({ again: [], enough: false });
});

test('the claimed leader is asked again, and so is whoever was asked before its first answer', () => {
  expect(needs(world, [...first, leader(0)])).toEqual({ again: ['arc-0', 'arc-1', 'arc-2'], enough: false });
});

test('leader, quorum and commit proof are enough', () => {
  const second = [world.reading('arc-1', 2, 3), world.reading('arc-2', 2, 3), leader(2)];
  expect(needs(world, [...first, leader(0), ...second])).toEqual({ again: [], enough: true });
});

test('a follower is asked three times at most, a leader twenty times', () => {
  const lagging = [1, 2, 3].map((at) => world.reading('arc-1', at, at, { lastLogIndex: 1n }));
  expect(needs(world, [leader(0), ...lagging]).again).toEqual(['arc-0']);
  const uncommitted = Array.from({ length: 20 }, (_, index) => leader(index, { lastLogIndex: 200n }));
  expect(needs(world, [...uncommitted, ...first]).again).toEqual(['arc-1', 'arc-2']);
});

test('two claims are never enough', () => {
  const claim = world.reading('arc-1', 4, 5, { role: 'Leader', leaderId: 'arc-1', term: 6n });
  const all = [...first, leader(0), world.reading('arc-2', 2, 3), leader(2), claim];
  expect(needs(world, all).enough).toBe(false);
});

import { describe, expect, test } from '@jest/globals';

import { raisedStatus } from '../../../src/membership/status/raised.ts';
import { cluster } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

/** Five voters of `arc`, whose floor is 3, and one of `reader`; a pass has just told so. */
function told(): Cluster {
  const world = cluster().set('arc', { replicas: 5, protectedOrdinals: [] }).set('reader', { replicas: 1 });
  world.voters(5).voters(1, 'reader').pass();
  return world;
}

function raised(world: Cluster, ...doubted: readonly string[]) {
  return raisedStatus(world.observe(), world.settings(), new Set(doubted), world.now());
}

const floors = (status: ReturnType<typeof raised>) =>
  status?.statefulSets?.map(({ name, replicas, minSafeReplicas }) => `${name} ${minSafeReplicas} of ${replicas}`);

describe('floors that were told', () => {
  test.each<[string, (world: Cluster) => unknown, readonly string[]]>([
    ['stay while nothing changes', () => {}, []],
    [
      'rise to the size when another set is not read',
      (world) => world.unread('reader'),
      ['arc 5 of 5', 'reader 0 of 1'],
    ],
    [
      'of all sets rise to the sizes while one shrinks',
      (world) => world.scale('arc', 4).pod('arc-4'),
      ['arc 4 of 4', 'reader 1 of 1'],
    ],
    ['rise when a voter’s pod is gone', (world) => world.pod('arc-1', 'absent'), ['arc 4 of 5', 'reader 0 of 1']],
    [
      'rise when a voter’s pod is being stopped',
      (world) => world.terminating('arc-1'),
      ['arc 4 of 5', 'reader 0 of 1'],
    ],
    ['rise when a voter’s pod is not known', (world) => world.pod('arc-1', 'unknown'), ['arc 4 of 5', 'reader 0 of 1']],
    ['rise when pods are to join', (world) => world.scale('arc', 7), ['arc 4 of 7', 'reader 0 of 1']],
    ['rise when a set rolls', (world) => world.event('arc', { rolling: true }), ['arc 4 of 5', 'reader 0 of 1']],
    ['rise when the set of live voters is gone', (world) => world.missing('reader'), ['arc 4 of 5', 'reader 0 of 1']],
  ])('%s', (_, change, expected) => {
    const world = told();
    expect(floors({ statefulSets: world.status.statefulSets })).toEqual(['arc 3 of 5', 'reader 0 of 1']);
    change(world);
    expect(floors(raised(world)) ?? []).toEqual(expected);
  });

  test('rise for pods of which nobody knows what became of their voter', () => {
    expect(floors(raised(told(), 'arc-0', 'arc-2'))).toEqual(['arc 5 of 5', 'reader 1 of 1']);
  });

  test('never fall by Kubernetes alone', () => {
    const world = told().terminating('arc-1');
    world.pass();
    world.pod('arc-1');
    expect(raised(world)).toBeUndefined();
  });

  test('count only who was live', () => {
    const world = told();
    const members = world.status.members?.map((row) => (row.id === 'arc-1' ? { ...row, live: false } : row));
    world.status = { ...world.status, ...(members && { members }) };
    expect(floors(raised(world))).toEqual(['arc 4 of 5', 'reader 0 of 1']);
  });

  test('are no reason to say anything before there are any', () => {
    expect(raised(told().terminating('arc-1').pod('arc-0'))).toBeDefined();
    const fresh = told();
    fresh.status = {};
    expect(raised(fresh)).toBeUndefined();
  });

  test('of a set that the spec does not name any more stay', () => {
    const world = told();
    world.status = {
      ...world.status,
      statefulSets: [{ name: 'gone', replicas: 2, voters: 2, liveVoters: 2, minSafeReplicas: 1 }],
    };
    expect(raised(world.scale('arc', 4).pod('arc-4'))).toBeUndefined();
  });

  test('do not count a member twice that is shown only until its removal is proven', () => {
    const world = told();
    const ghost = {
      id: 'arc-9',
      suffrage: 'Voter',
      live: false,
      verdict: 'Removing',
      reason: 'RemovingVoter',
      message: '',
      since: '',
    } as const;
    const removal = { member: 'arc-9' } as NonNullable<typeof world.status.removal>;
    world.status = { ...world.status, removal, members: [...(world.status.members ?? []), ghost] };
    expect(raised(world)).toBeUndefined();
  });
});

test('a floor that rises to the size makes the step down unsafe, and says why; one below it does not', () => {
  const safety = (status: ReturnType<typeof raised>) =>
    status?.conditions?.find(({ type }) => type === 'ScaleDownSafe');
  const world = told();
  expect(safety(world.status)).toMatchObject({ status: 'True' });
  expect(safety(raised(world, 'arc-1'))).toEqual(safety(world.status));
  expect(safety(raised(world, 'arc-1', 'arc-2'))).toMatchObject({ status: 'False', reason: 'NoMargin' });
});

test('a set that raised its first ordinal is told with it', () => {
  const [row] = raised(told().event('arc', { start: 2 }))?.statefulSets ?? [];
  expect(row).toMatchObject({ start: 2, replicas: 5, minSafeReplicas: 5 });
});

test('a set that lowered its first ordinal to 0 is told without it', () => {
  const world = told();
  const { statefulSets = [] } = world.status;
  world.status = { ...world.status, statefulSets: statefulSets.map((row) => ({ ...row, start: 2 })) };
  const [row] = raised(world.pod('arc-1', 'absent'))?.statefulSets ?? [];
  expect(row).toMatchObject({ replicas: 5, minSafeReplicas: 4 });
  expect(row).not.toHaveProperty('start');
});

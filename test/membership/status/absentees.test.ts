import { expect, test } from '@jest/globals';

import { cluster } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

const absentees = (world: Cluster) => world.pass().status.absentees?.map(({ pod, why }) => `${pod} ${why}`);

/** Three voters, and two pods more that are no members. */
const extra = () => cluster().set('arc', { replicas: 5 }).voters(3);

test.each([
  ['not clustered', () => extra(), ['arc-3 NotClustered', 'arc-4 NotClustered']],
  ['unreachable', () => extra().hangs('arc-4'), ['arc-3 NotClustered', 'arc-4 Unreachable']],
  [
    'unauthorized',
    () => extra().answers('arc-4', { kind: 'failed', failure: 'unauthorized', message: '401' }),
    ['arc-3 NotClustered', 'arc-4 Unauthorized'],
  ],
  [
    'forbidden',
    () => extra().answers('arc-4', { kind: 'failed', failure: 'forbidden', message: '403' }),
    ['arc-3 NotClustered', 'arc-4 Unauthorized'],
  ],
  ['joining', () => extra().answers('arc-4', {}), ['arc-3 NotClustered', 'arc-4 Joining']],
  ['under another id', () => extra().answers('arc-4', { memberId: 'x' }), ['arc-3 NotClustered', 'arc-4 OtherId']],
  [
    'a member that calls itself otherwise',
    () => cluster().set('arc', { replicas: 4 }).voters(4).answers('arc-3', { memberId: 'x' }),
    ['arc-3 OtherId'],
  ],
  ['out of range', () => cluster().set('arc').voters(3).pod('arc-7'), ['arc-7 NotClustered']],
])('an absentee is %s', (_, given, expected) => {
  expect(absentees(given())).toEqual(expected);
});

test('they are listed by name', () => {
  const world = cluster()
    .set('brc', { replicas: 1 })
    .set('arc', { replicas: 1 })
    .voters(1, 'brc')
    .hangs('arc-0')
    .pod('brc-2')
    .pod('brc-1');
  expect(absentees(world)).toEqual(['arc-0 Unreachable', 'brc-1 NotClustered', 'brc-2 NotClustered']);
});

test('a pod that was not asked yet is one', () => {
  const world = extra();
  world.round = () => world.readings().filter(({ pod }) => pod !== 'arc-4');
  expect(absentees(world)).toEqual(['arc-3 NotClustered', 'arc-4 NotAsked']);
});

test('while no configuration is known, the members last known are none', () => {
  const world = cluster().set('arc').voters(3);
  world.pass();
  expect(absentees(world.hangs('arc-0', 'arc-1', 'arc-2'))).toEqual([]);
});

test('of a pod that belongs to a set that is gone or unread nobody knows whether it is wanted', () => {
  const world = cluster().set('arc').voters(3).set('brc', { replicas: 1 });
  world.pod('brc-0').answers('brc-0', {}).unread('brc');
  expect(world.pass().status.conditions?.find(({ type }) => type === 'MembersInSync')?.status).toBe('True');
});

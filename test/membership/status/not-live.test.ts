import { expect, test } from '@jest/globals';

import type { ReadFailure } from '../../../src/membership/evidence.ts';
import { cluster } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

const fails = (failure: ReadFailure) => (world: Cluster) =>
  world.answers('arc-3', { kind: 'failed', failure, message: '' });

/** What is said of arc-3, one of four voters of which the set wants all. */
const situations: readonly (readonly [why: string, given: (world: Cluster) => Cluster])[] = [
  ['does not answer', (world) => world.hangs('arc-3')],
  ['cannot be reached', fails('unreachable')],
  ['has a certificate that is not trusted', fails('tls')],
  ['does not accept the admin token', fails('unauthorized')],
  ['does not let the admin token look', fails('forbidden')],
  ['has no such admin API', fails('unsupported')],
  ['answers what cannot be understood', fails('invalid')],
  ['says that it takes part in no cluster', (world) => world.answers('arc-3', { kind: 'notClustered', message: '' })],
  ['has no pod', (world) => world.pod('arc-3', 'absent')],
  ['knows no leader', (world) => world.answers('arc-3', { role: 'Candidate', leaderId: null })],
  [
    'does not answer',
    (world) => {
      const readings = world.readings().filter(({ pod }) => pod !== 'arc-3');
      world.round = () => readings;
      return world;
    },
  ],
];

test.each(situations)('a wanted member that is not live is named, and why: it %s', (why, given) => {
  const { status } = given(cluster().set('arc', { replicas: 4 }).voters(4)).pass();
  const message = status.conditions?.find(({ type }) => type === 'QuorumHealthy')?.message;
  expect(message).toBe(`3 of 4 voters are live, 3 are needed; arc-0 leads. Not live: arc-3 ${why}.`);
  expect(status.members?.find(({ id }) => id === 'arc-3')).toMatchObject({
    live: false,
    message: `StatefulSet arc wants this pod (ordinals 0 to 3). It ${why}.`,
  });
});

test('a member whose pod answers under another id is named with that', () => {
  const { status } = cluster().set('arc', { replicas: 4 }).voters(4).answers('arc-3', { memberId: 'arc-9' }).pass();
  const message = status.conditions?.find(({ type }) => type === 'QuorumHealthy')?.message;
  expect(message).toContain('Not live: arc-3 has a pod that calls itself arc-9.');
});

test('a member that belongs to no pod is named too', () => {
  const { status } = cluster().set('arc').voters(3).member('Other:0').pass();
  const message = status.conditions?.find(({ type }) => type === 'QuorumHealthy')?.message;
  expect(message).toContain('Not live: Other:0 has no pod that could be asked.');
});

test('nobody is called not live while there is no leader to say so', () => {
  const { status } = cluster().set('arc').voters(3).leader(undefined).pass();
  expect(status.members?.map(({ message }) => message)).toEqual(
    Array(3).fill('StatefulSet arc wants this pod (ordinals 0 to 2).'),
  );
});

import { expect, test } from '@jest/globals';

import { cluster } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';
import { settled } from './row.ts';

/** What people read of a member that a person has to decide about: who, how many, and what to do. */
const messages: readonly (readonly [name: string, expected: string, given: () => Cluster, id?: string])[] = [
  [
    'a set that does not exist',
    'StatefulSet arc does not exist: create it, or name arc-4 in spec.decommission if it is gone for good.',
    () => settled().missing('arc'),
  ],
  [
    'a set that was re-created',
    'StatefulSet arc was re-created; it is trusted once all its pods (3) are live members.',
    () => settled().set('arc', { uid: 'new' }).pod('arc-2', { ownerUid: 'arc-uid' }),
  ],
  [
    'a member of no set',
    'other-0 belongs to no StatefulSet of the spec: name its set in spec.members, or the id in spec.decommission if it is gone for good.',
    () => settled(5).member('other-0'),
    'other-0',
  ],
  [
    'a template that is wrong',
    'Pod arc-1 calls itself arc-9; spec.members[].memberId "{pod}" does not give that: correct it.',
    () => settled().answers('arc-1', { memberId: 'arc-9' }),
  ],
  [
    'an older RaftCluster',
    'StatefulSet arc belongs to the older RaftCluster old: delete one of the two, or take the set out of one.',
    () => settled().facts({ rivals: [{ name: 'old', createdAt: '2026-01-01T00:00:00Z', sets: ['arc'] }] }),
  ],
  [
    'two nodes that lead',
    'More than one node leads: arc-0 (term 7, 5 voters), arc-1 (term 7, 1 voter). Stop the pods of the wrong cluster; nothing is removed meanwhile.',
    () =>
      settled(4).answers('arc-1', {
        role: 'Leader',
        leaderId: 'arc-1',
        configuration: [{ id: 'arc-1', suffrage: 'Voter', address: 'arc-1' }],
      }),
  ],
  [
    'two nodes that claim to lead, whichever is the newer',
    'More than one node claims to lead: arc-0 (term 7, 5 voters), arc-1 (term 9, 5 voters); an old leader gives up within a second.',
    () => settled(4).answers('arc-1', { role: 'Leader', leaderId: 'arc-1', leaderContact: 0, term: 9n }),
  ],
  [
    'pods that take part in no cluster',
    'arc-0 claims to lead, but only 2 of 5 voters are seen to follow it (quorum 3). arc-2: it takes part in no cluster: no licence.',
    () => settled().answers('arc-2', { kind: 'notClustered', message: 'no licence' }),
  ],
  [
    'a token that may not remove',
    'The admin token is valid, but not allowed to remove members: give it admin permission in the store, or name another.',
    () => settled().facts({ mayRemove: 'forbidden' }),
  ],
  [
    'a store that cannot remove',
    'This version of the store has no endpoint to remove members: upgrade the store.',
    () => settled().facts({ mayRemove: 'unsupported' }),
  ],
  [
    'two clusters',
    'Nodes of different clusters answer: another, arc. Stop the pods of the wrong cluster; nothing is removed meanwhile.',
    () => settled(4).answers('arc-3', { clusterName: 'another' }),
  ],
];

test.each(messages)('%s: %s', (_, expected, given, id = 'arc-4') => {
  const { members = [] } = given().pass().status;
  expect(members.find((member) => member.id === id)?.message).toBe(expected);
});

test('a set that is being deleted is told as that, not as hibernation', () => {
  const world = cluster().set('arc', { deleting: true }).voters(3).leader(undefined).hangs('arc-0', 'arc-1', 'arc-2');
  const { conditions = [] } = world.pass().status;
  expect(conditions.find(({ type }) => type === 'QuorumHealthy')).toMatchObject({
    status: 'Unknown',
    reason: 'TargetMissing',
    message: 'StatefulSet arc is being deleted.',
  });
});

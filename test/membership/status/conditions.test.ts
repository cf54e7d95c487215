import { describe, expect, test } from '@jest/globals';

import { cluster, scaledDown } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

/** Every condition that is present, as `status reason`. */
function conditions(world: Cluster): Record<string, string> {
  const found = world.pass().status.conditions ?? [];
  return Object.fromEntries(found.map(({ type, status, reason }) => [type, `${status} ${reason}`]));
}

const message = (world: Cluster, wanted: string) =>
  world.status.conditions?.find(({ type }) => type === wanted)?.message;

const healthy = {
  Ready: 'True Healthy',
  QuorumHealthy: 'True Healthy',
  MembersInSync: 'True InSync',
  ScaleDownSafe: 'True ScaleDownPossible',
  RemovalBlocked: 'False NotBlocked',
};

const well = () => cluster().set('arc').voters(3);

/** The same reason in all that needs a leader. */
const without = (status: 'False' | 'Unknown', reason: string) => ({
  Ready: `${status} ${reason}`,
  QuorumHealthy: `${status} ${reason}`,
  MembersInSync: `Unknown ${reason}`,
  ScaleDownSafe: `Unknown ${reason}`,
  RemovalBlocked: 'False NotBlocked',
});

describe('conditions', () => {
  test.each([
    ['healthy', well, healthy],
    [
      'settling',
      () => scaledDown(),
      { ...healthy, Ready: 'True Settling', ScaleDownSafe: 'False NoMargin', Reconciling: 'True Settling' },
    ],
    [
      'about to remove',
      () => scaledDown().settled(),
      {
        ...healthy,
        Ready: 'False DeadVoterPending',
        MembersInSync: 'False DeadVoterPending',
        ScaleDownSafe: 'False NoMargin',
        Reconciling: 'True RemovingVoter',
      },
    ],
    [
      'removing',
      () => {
        const world = scaledDown().settled();
        world.send();
        return world;
      },
      {
        ...healthy,
        Ready: 'False RemovingVoter',
        MembersInSync: 'False RemovingVoter',
        ScaleDownSafe: 'False NoMargin',
        Reconciling: 'True RemovingVoter',
      },
    ],
    [
      'observing',
      () =>
        scaledDown()
          .spec({ removal: { mode: 'Observe' } })
          .settled(),
      {
        ...healthy,
        Ready: 'False DeadVoterPending',
        MembersInSync: 'False DeadVoterPending',
        ScaleDownSafe: 'False NoMargin',
        RemovalBlocked: 'True ObserveOnly',
      },
    ],
    [
      'blocked',
      () =>
        scaledDown()
          .spec({ removal: { minVoters: 5 } })
          .settled(),
      {
        ...healthy,
        Ready: 'False DeadVoterPending',
        MembersInSync: 'False DeadVoterPending',
        ScaleDownSafe: 'False NoMargin',
        RemovalBlocked: 'True MinVoters',
      },
    ],
    [
      'without quorum',
      () => cluster().set('arc', { replicas: 1 }).voters(3).leader(undefined),
      { ...without('False', 'QuorumLost'), Reconciling: 'True Settling' },
    ],
    ['without leader', () => well().leader(undefined), without('False', 'NoLeader')],
    [
      'unknown: a NetworkPolicy hides two followers of a working leader',
      () => well().hangs('arc-1', 'arc-2'),
      without('Unknown', 'AdminUnreachable'),
    ],
    [
      'unknown: nobody but the leader can be asked yet',
      () => {
        const world = well();
        world.round = () => [world.reading('arc-0', 0, 1), world.reading('arc-0', 4, 5)];
        return world;
      },
      without('Unknown', 'AdminUnreachable'),
    ],
    [
      'unknown: what failed is told in whole sentences',
      () => well().answers('arc-0', { kind: 'failed', failure: 'tls', message: 'It is not trusted.' }),
      without('Unknown', 'AdminUnreachable'),
    ],
    ['unknown: it hides the leader', () => well().hangs('arc-0'), without('Unknown', 'AdminUnreachable')],
    ['unknown: nobody answers', () => well().hangs('arc-0', 'arc-1', 'arc-2'), without('Unknown', 'AdminUnreachable')],
    [
      'unknown: the only answer says nothing of the others',
      () => well().leader(undefined).hangs('arc-1', 'arc-2'),
      without('Unknown', 'AdminUnreachable'),
    ],
    [
      'without quorum: exactly so many are gone or leaderless that no quorum can be elsewhere',
      () => cluster().set('arc', { replicas: 2 }).voters(3).leader(undefined).hangs('arc-1'),
      { ...without('False', 'QuorumLost'), Reconciling: 'True Settling' },
    ],
    [
      'unknown: one of them less',
      () => cluster().set('arc', { replicas: 4 }).voters(5).leader(undefined).hangs('arc-1', 'arc-2', 'arc-3'),
      { ...without('Unknown', 'AdminUnreachable'), Reconciling: 'True Settling' },
    ],
    ['unknown: no such StatefulSet', () => cluster().missing('arc'), without('Unknown', 'TargetMissing')],
    [
      'unknown: hibernating',
      () => {
        const world = well();
        world.pass();
        return world.scale('arc', 0);
      },
      { ...without('Unknown', 'Hibernating'), RemovalBlocked: 'True Protected' },
    ],
    [
      'unknown: no pod exists',
      () => well().pod('arc-0', 'absent').pod('arc-1', 'absent').pod('arc-2', 'absent'),
      without('Unknown', 'AdminUnreachable'),
    ],
    [
      'unknown: ids count from 1',
      () => {
        const world = well().leader('arc-1').member('arc-3');
        for (const ordinal of [0, 1, 2])
          world.answers(`arc-${ordinal}`, { memberId: `arc-${ordinal + 1}`, role: 'Follower' });
        return world;
      },
      { ...without('Unknown', 'IdentityMismatch'), Stalled: 'True IdentityMismatch' },
    ],
    [
      'unknown: not clustered',
      () => {
        const world = well();
        for (const pod of ['arc-0', 'arc-1', 'arc-2'])
          world.answers(pod, { kind: 'notClustered', message: 'enabled:false' });
        return world;
      },
      without('Unknown', 'NotClustered'),
    ],
    [
      'two clusters',
      () => well().answers('arc-1', { role: 'Leader', leaderId: 'arc-1' }),
      without('False', 'SplitBrain'),
    ],
    [
      'an empty first pod bootstrapped itself, with a higher term',
      () => {
        const own = [{ id: 'arc-0', suffrage: 'Voter' as const, address: '' }];
        return well()
          .leader('arc-1')
          .answers('arc-0', { role: 'Leader', leaderId: 'arc-0', leaderContact: 0, term: 99n, configuration: own })
          .hangs('arc-1');
      },
      {
        ...healthy,
        ScaleDownSafe: 'False NoMargin',
        Ready: 'False MemberMissing',
        MembersInSync: 'False MemberMissing',
      },
    ],
    [
      'stalled: an older RaftCluster',
      () => well().facts({ rivals: [{ name: 'old', createdAt: '2026-01-01T00:00:00Z', sets: ['arc'] }] }),
      { ...healthy, Ready: 'False TargetConflict', Stalled: 'True TargetConflict' },
    ],
    [
      'stalled: the token may not remove',
      () => well().facts({ mayRemove: 'forbidden' }),
      { ...healthy, Ready: 'False AdminForbidden', Stalled: 'True AdminForbidden' },
    ],
    [
      'stalled: the store cannot remove',
      () => well().facts({ mayRemove: 'unsupported' }),
      { ...healthy, Ready: 'False StoreUnsupported', Stalled: 'True StoreUnsupported' },
    ],
    [
      'a clustered pod is no member',
      () => cluster().set('arc', { replicas: 4 }).voters(3).answers('arc-3', {}),
      {
        ...healthy,
        Ready: 'False MemberMissing',
        MembersInSync: 'False MemberMissing',
        ScaleDownSafe: 'True ScaleDownPossible',
      },
    ],
    ['a pod that is not clustered is no fault', () => cluster().set('arc', { replicas: 6 }).voters(5), healthy],
    [
      'no pod may go',
      () => cluster().set('arc', { replicas: 2 }).voters(2),
      { ...healthy, ScaleDownSafe: 'False NoMargin' },
    ],
    ['a protected pod cannot go anyway', () => cluster().set('arc', { replicas: 1 }).voters(1), healthy],
  ] as const)('%s', (_, given, expected) => {
    expect(conditions(given())).toEqual(expected);
  });

  test('a removal that fails for ten minutes stalls', () => {
    const world = scaledDown().notMember('arc-3').settled();
    world.send();
    world.after(20_010).pass();
    expect(conditions(world.after(599_999))).not.toHaveProperty('Stalled');
    expect(conditions(world.after(1))).toMatchObject({
      Ready: 'False DeadVoterPending',
      Stalled: 'True RemovalUnconfirmed',
    });
  });

  test('not stalled by one pod that calls itself otherwise than its neighbours', () => {
    const world = cluster().set('arc', { replicas: 4 }).voters(4).answers('arc-3', { memberId: 'other' });
    expect(conditions(world)).not.toHaveProperty('Stalled');
  });

  test('a wanted pod whose identity is in doubt blocks no removal', () => {
    const world = cluster().set('arc', { replicas: 4 }).voters(4).answers('arc-3', { memberId: 'other' });
    expect(conditions(world)).toMatchObject({
      RemovalBlocked: 'False NotBlocked',
      MembersInSync: 'False MemberMissing',
    });
  });

  test('the time of a transition moves with the status only', () => {
    const world = well();
    world.pass();
    const before = world.status.conditions;
    expect(world.after(60_000).pass().status.conditions).toEqual(before);
  });

  test('a set that may not lose a pod is named with the counts', () => {
    const world = cluster().set('arc', { replicas: 2 }).voters(2);
    world.pass();
    expect(message(world, 'ScaleDownSafe')).toBe('May not lose a pod now: arc. 2 of 2 voters are live, 2 are needed.');
  });

  test('several that wait or are blocked are named', () => {
    const world = scaledDown();
    world.pass();
    expect(message(world, 'Reconciling')).toBe(
      'arc-3: It is gone; it settles for 60 s before it counts as gone for good. Also waiting: arc-4.',
    );
    world
      .spec({ removal: { mode: 'Observe' } })
      .settled()
      .pass();
    expect(message(world, 'RemovalBlocked')).toBe(
      'arc-3: It would be removed now; spec.removal.mode is Observe. Also blocked: arc-4.',
    );
  });
});

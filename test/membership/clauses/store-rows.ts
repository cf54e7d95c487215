import { cluster, scaledDown } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';
import { removed, settled } from './row.ts';
import type { Cases } from './row.ts';

/** A store that gives no sign of life. */
function unsupported(world: Cluster): Cluster {
  world.environment = {
    traits: { heartbeatInterval: null, longestAct: 15_000, leavesRecords: true },
    holder: 'operator-1',
  };
  return world.settled();
}

export const storeRows: Cases<'silent' | 'leader' | 'agreement' | 'quorum' | 'notSelf' | 'minVoters'> = {
  silent: [
    ['the store never heard from it', removed, () => scaledDown().heardFrom('arc-4', null).settled()],
    ['the store lost its record', removed, () => settled().heardFrom('arc-4', undefined)],
    ['somebody joined under its id', 'Blocked StillAlive', () => settled().heardFrom('arc-4', null)],
    ['the store gives no sign of life, the pod is 404', removed, () => unsupported(scaledDown())],
    [
      'a node of another set calls itself so',
      'Blocked StillAlive',
      () => settled().set('reader', { replicas: 1 }).answers('reader-0', { memberId: 'arc-4' }),
    ],
    ['the store heard from it since', 'Blocked StillAlive', () => settled().heardFrom('arc-4', 'just now')],
    [
      'the store got a record of it since',
      'Blocked StillAlive',
      () => {
        const world = scaledDown().heardFrom('arc-4', undefined).settled();
        return world.heardFrom('arc-4', 'just now');
      },
    ],
    ['the leader changed', 'Waiting Settling', () => settled().leader('arc-1')],
    [
      'the store gives no sign of life, no pod is known',
      'Blocked StillAlive',
      () =>
        unsupported(
          cluster()
            .set('arc')
            .voters(3)
            .member('Process/17')
            .spec({ decommission: ['Process/17'] }),
        ),
      'Process/17',
    ],
  ],
  leader: [
    [
      'an ex-leader has given up',
      removed,
      () => {
        const world = settled().answers('arc-1', { role: 'Leader', leaderId: 'arc-1', term: 6n });
        world.pass();
        return world.answers('arc-1', {});
      },
    ],
    ['nobody leads', 'Blocked NoLeader', () => settled().leader(undefined)],
    ['a quorum is lost', 'Blocked QuorumLost', () => settled().leader(undefined).hangs('arc-2')],
    ['the leader does not answer', 'Blocked AdminUnreachable', () => settled().hangs('arc-0')],
    [
      'the token is wrong',
      'Blocked AdminUnauthorized',
      () => {
        const world = settled();
        for (const pod of ['arc-0', 'arc-1', 'arc-2'])
          world.answers(pod, { kind: 'failed', failure: 'unauthorized', message: '401' });
        return world;
      },
    ],
    ['the token may not remove', 'Blocked AdminForbidden', () => settled().facts({ mayRemove: 'forbidden' })],
    ['the store cannot remove', 'Blocked StoreUnsupported', () => settled().facts({ mayRemove: 'unsupported' })],
    [
      'the leader cannot be understood',
      'Blocked StoreAnswerInvalid',
      () => settled().answers('arc-0', { kind: 'failed', failure: 'invalid', message: 'not JSON' }),
    ],
    [
      'the leader is outside the spec',
      'Blocked LeaderUnmanaged',
      () => settled().member('outsider').leader('outsider'),
    ],
    ['the leader is being stopped', 'Blocked ViewsDisagree', () => settled(4).terminating('arc-0')],
    ['the leader names another', 'Blocked ViewsDisagree', () => settled(4).answers('arc-0', { leaderId: 'arc-1' })],
    [
      'the leader is not in its own configuration',
      'Blocked ViewsDisagree',
      () => settled(4).answers('arc-0', { configuration: [{ id: 'arc-1', suffrage: 'Voter', address: '' }] }),
    ],
    [
      'the pod of the leader was replaced since it was asked',
      'Blocked ViewsDisagree',
      () => {
        const world = settled(4);
        const readings = world.readings();
        world.round = () => readings;
        return world.pod('arc-0', { uid: 'another' });
      },
    ],
    ['too few voters follow', 'Blocked ViewsDisagree', () => settled().answers('arc-2', { term: 1n })],
    ['too few voters answer', 'Blocked AdminUnreachable', () => settled().hangs('arc-2')],
    [
      'an ex-leader still claims',
      'Blocked ViewsDisagree',
      () => settled(4).answers('arc-1', { role: 'Leader', leaderId: 'arc-1', term: 6n }),
    ],
    [
      'two lead in one term',
      'Blocked SplitBrain',
      () => settled(4).answers('arc-1', { role: 'Leader', leaderId: 'arc-1' }),
    ],
    [
      'an old claim lasts longer than a second',
      'Blocked SplitBrain',
      () => {
        const world = settled(4).answers('arc-1', { role: 'Leader', leaderId: 'arc-1', term: 6n });
        world.pass();
        return world.after(1_000);
      },
    ],
    [
      'a pod that leads calls itself otherwise',
      'Blocked IdentityMismatch',
      () => {
        const world = cluster().set('arc', { replicas: 4 }).voters(5).set('reader', { replicas: 1 }).settled();
        world.answers('arc-0', { role: 'Follower', leaderId: 'other' });
        return world.answers('reader-0', { memberId: 'other', role: 'Leader', leaderId: 'other' });
      },
    ],
    ['two clusters answer', 'Blocked SplitBrain', () => settled(4).answers('arc-3', { clusterName: 'another' })],
  ],
  agreement: [
    [
      'the commit index passed an earlier last log index',
      removed,
      () => {
        const world = settled().answers('arc-0', { lastLogIndex: 105n });
        world.round = () => [
          ...world.readings(),
          world.reading('arc-0', 6, 7, { lastLogIndex: 110n, commitIndex: 105n }),
        ];
        return world;
      },
    ],
    [
      'the leader was read once',
      'Blocked ViewsDisagree',
      () => {
        const world = settled();
        world.round = () =>
          world
            .readings()
            .toSorted((a, b) => a.askedAt - b.askedAt)
            .slice(0, -1);
        return world;
      },
    ],
    [
      'its configuration is not committed',
      'Blocked ViewsDisagree',
      () => settled().answers('arc-0', { lastLogIndex: 101n }),
    ],
    [
      'a voter follows another leader',
      'Blocked ViewsDisagree',
      () => settled(4).answers('arc-3', { leaderId: 'arc-1', term: 6n }),
    ],
    [
      'a voter without a leader has entries of a later term [the leader is of another cluster]',
      'Blocked ViewsDisagree',
      () => settled(4).answers('arc-3', { role: 'Candidate', leaderId: null, lastLogTerm: 99n }),
    ],
    [
      'a voter without a leader has climbed to a later term, without entries',
      removed,
      () => settled(4).answers('arc-3', { role: 'Candidate', leaderId: null, term: 99n }),
    ],
  ],
  quorum: [
    ['exactly a quorum stays', removed, () => settled()],
    ['one of them is being stopped', 'Blocked QuorumGuard', () => settled().terminating('arc-2')],
  ],
  notSelf: [
    [
      'the id names the pod of a follower',
      removed,
      () =>
        cluster()
          .set('arc', { memberId: 'n-{ordinal}' })
          .voters(3)
          .member('arc-1')
          .spec({ decommission: ['arc-1'] })
          .settled(),
      'arc-1',
    ],
    [
      'the id names the pod of the leader',
      'Blocked TargetIsLeader',
      () =>
        cluster()
          .set('arc', { memberId: 'n-{ordinal}' })
          .voters(3)
          .member('arc-0')
          .spec({ decommission: ['arc-0'] })
          .settled(),
      'arc-0',
    ],
  ],
  minVoters: [
    ['as many voters stay', removed, () => settled().spec({ removal: { minVoters: 4 } })],
    [
      'it is no voter',
      removed,
      () =>
        scaledDown()
          .spec({ removal: { minVoters: 5 } })
          .member('arc-5', 'Nonvoter')
          .settled(),
      'arc-5',
    ],
    ['one voter too few would stay', 'Blocked MinVoters', () => settled().spec({ removal: { minVoters: 5 } })],
  ],
};

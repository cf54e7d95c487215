import { cluster, scaledDown } from '../cluster.ts';
import { removed, settled, withReader } from './row.ts';
import type { Cases } from './row.ts';

export const kubernetesRows: Cases<
  'outOfRange' | 'unprotected' | 'observed' | 'podGone' | 'notHibernating' | 'settled'
> = {
  outOfRange: [
    [
      'start was raised above the ordinal',
      removed,
      () => cluster().set('arc', { start: 2 }).voters(5).leader('arc-2').settled(),
      'arc-1',
    ],
    ['the ordinal is wanted, its pod absent', 'Keep InRange', () => settled().scale('arc', 5).pod('arc-4', 'absent')],
    [
      'the only pod is wanted',
      'Keep InRange',
      () => cluster().set('arc', { replicas: 1 }).voters(2).settled(),
      'arc-0',
    ],
    ['the set was not read', 'Waiting SetNotObserved', () => settled().unread('arc')],
    ['the set does not exist', 'Blocked TargetMissing', () => settled().missing('arc')],
    ['the set is being deleted', 'Blocked TargetMissing', () => settled().set('arc', { deleting: true })],
    [
      'the set was re-created',
      'Blocked TargetReplaced',
      () => settled().set('arc', { uid: 'new' }).pod('arc-2', { ownerUid: 'arc-uid' }),
    ],
  ],
  unprotected: [
    [
      'nothing is protected',
      removed,
      () => cluster().set('arc', { start: 1, replicas: 4, protectedOrdinals: [] }).voters(5).leader('arc-1').settled(),
      'arc-0',
    ],
    [
      'the ordinal is protected',
      'Blocked Protected',
      () => cluster().set('arc', { start: 1, replicas: 4 }).voters(5).leader('arc-1').settled(),
      'arc-0',
    ],
    [
      'an entry of decommission was honoured before',
      'Blocked DecommissionSpent',
      () => {
        const world = cluster()
          .set('arc', { start: 1, replicas: 4 })
          .voters(4, 'arc', 1)
          .spec({ decommission: ['arc-0'] });
        world.pass();
        return world.member('arc-0').settled();
      },
      'arc-0',
    ],
  ],
  observed: [
    [
      'the controller has seen more than the newest spec',
      removed,
      () => settled().set('arc', { observedGeneration: 2 }),
    ],
    ['the controller lags behind', 'Waiting SetNotObserved', () => settled().set('arc', { generation: 2 })],
  ],
  podGone: [
    ['GET is 404', removed, () => settled().pod('arc-4', 'absent')],
    ['the pod exists', 'Waiting PodPresent', () => settled().pod('arc-4').hangs('arc-4')],
    ['the pod is stuck on a lost node', 'Waiting PodTerminating', () => settled().terminating('arc-4').hangs('arc-4')],
    ['nothing is known of the pod', 'Waiting PodPresent', () => settled().pod('arc-4', 'unknown')],
  ],
  notHibernating: [
    [
      'one of two sets is at 0',
      removed,
      () => {
        const world = withReader().scale('reader', 1);
        world.pass();
        return world.scale('reader', 0).settled();
      },
      'reader-0',
    ],
    [
      'all sets are at 0, some pods still run',
      'Blocked Hibernating',
      () => settled().scale('arc', 0).pod('arc-0').pod('arc-1').pod('arc-2'),
    ],
    [
      'the other set does not exist',
      'Blocked Hibernating',
      () => settled().set('reader').missing('reader').scale('arc', 0).pod('arc-0').pod('arc-1').pod('arc-2'),
    ],
    [
      'the other set is being deleted',
      'Blocked Hibernating',
      () =>
        settled()
          .set('reader', { deleting: true })
          .hangs('reader-0', 'reader-1', 'reader-2')
          .scale('arc', 0)
          .pod('arc-0')
          .pod('arc-1')
          .pod('arc-2'),
    ],
  ],
  settled: [
    ['the delay is over to the millisecond', removed, () => settled()],
    ['a moment is missing', 'Waiting Settling', () => settled().after(-301)],
    ['it was not sighted before', 'Waiting Settling', () => scaledDown()],
    ['the pod was there in between', 'Waiting Settling', () => settled().pod('arc-4').pod('arc-4', 'absent')],
  ],
};

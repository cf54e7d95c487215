import { cluster, scaledDown } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';
import { removed, settled, withReader } from './row.ts';
import type { Cases } from './row.ts';

/** Two RaftClusters share a StatefulSet; this one is of 2027-01-01 and is called `arc`. */
function rival(name: string, createdAt: string, ...sets: string[]): Cluster {
  return settled().facts({ rivals: [{ name, createdAt, sets }] });
}

export const identityRows: Cases<'valid' | 'identity' | 'unrivalled'> = {
  valid: [
    ['the RaftCluster exists', removed, () => settled()],
    ['it is being deleted', 'Blocked InvalidSpec', () => settled().facts({ deleting: true })],
  ],
  identity: [
    [
      'the address names the same pod',
      removed,
      () => scaledDown().member('arc-4', 'Voter', 'arc-4.arc.db.svc:9200').settled(),
    ],
    ['the address names no pod', removed, () => scaledDown().member('arc-4', 'Voter', '10.0.0.9:9200').settled()],
    [
      'the template was confirmed before the set was scaled to 0',
      removed,
      () => {
        const world = withReader().scale('reader', 1);
        world.pass();
        return world.scale('reader', 0).settled();
      },
      'reader-0',
    ],
    ['the id fits no template', 'Unmanaged Unmanaged', () => scaledDown().member('stranger').settled(), 'stranger'],
    [
      'a common prefix is no match',
      'Unmanaged Unmanaged',
      () => scaledDown().member('arc-writer-7').settled(),
      'arc-writer-7',
    ],
    [
      'an ordinal with a leading zero is no match',
      'Unmanaged Unmanaged',
      () => scaledDown().member('arc-04').settled(),
      'arc-04',
    ],
    [
      'an ordinal beyond those of Kubernetes is no match',
      'Unmanaged Unmanaged',
      () => scaledDown().member('arc-4294967296').settled(),
      'arc-4294967296',
    ],
    [
      'the id fits two templates',
      'Blocked IdentityAmbiguous',
      () =>
        cluster()
          .set('arc', { memberId: 'n-{ordinal}' })
          .set('n', { replicas: 0, memberId: '{statefulSet}-{ordinal}' })
          .voters(4)
          .settled(),
      'n-3',
    ],
    [
      'the address names another pod',
      'Blocked IdentityAmbiguous',
      () => scaledDown().member('arc-4', 'Voter', 'arc-7.arc:9200').settled(),
    ],
    [
      'a pod of the set calls itself otherwise',
      'Blocked IdentityMismatch',
      () => settled(4).answers('arc-3', { memberId: 'arc-03' }),
    ],
    ['no pod has ever confirmed the template', 'Blocked IdentityMismatch', () => withReader().settled(), 'reader-0'],
    [
      'another template was confirmed',
      'Blocked IdentityMismatch',
      () => {
        const world = withReader();
        const row = {
          name: 'reader',
          uid: 'reader-uid',
          confirmedMemberId: '{ordinal}',
          replicas: 0,
          voters: 1,
          liveVoters: 0,
          minSafeReplicas: 0,
        };
        world.status = { statefulSets: [row] };
        return world.settled();
      },
      'reader-0',
    ],
    [
      'it was confirmed under another UID',
      'Blocked IdentityMismatch',
      () => {
        const world = withReader().scale('reader', 1);
        world.pass();
        world.status = { ...world.status, statefulSets: [] };
        return world.set('reader', { replicas: 0, uid: 'new' }).settled();
      },
      'reader-0',
    ],
    [
      'an entry of decommission was honoured before',
      'Blocked DecommissionSpent',
      () => {
        const world = scaledDown().spec({ decommission: ['stranger'] });
        world.pass();
        return world.member('stranger').settled();
      },
      'stranger',
    ],
  ],
  unrivalled: [
    [
      'two older ones name the set',
      'Blocked TargetConflict',
      () => {
        const rivals = ['2026-02-01', '2026-01-01', '2026-03-01'].map((day) => ({
          name: day,
          createdAt: `${day}T00:00:00Z`,
          sets: ['arc'],
        }));
        return settled().facts({ rivals });
      },
    ],
    ['a younger RaftCluster names the set', removed, () => rival('younger', '2027-01-02T00:00:00Z', 'arc')],
    ['an older one names other sets', removed, () => rival('older', '2026-01-01T00:00:00Z', 'brc')],
    ['one of equal age has the larger name', removed, () => rival('brc', '2027-01-01T00:00:00Z', 'arc')],
    [
      'an older RaftCluster names the set',
      'Blocked TargetConflict',
      () => rival('older', '2026-01-01T00:00:00Z', 'arc'),
    ],
    [
      'one of equal age has the smaller name',
      'Blocked TargetConflict',
      () => rival('abc', '2027-01-01T00:00:00Z', 'arc'),
    ],
    [
      'an older one names another set of this cluster',
      'Blocked TargetConflict',
      () =>
        scaledDown()
          .set('reader', { replicas: 1 })
          .settled()
          .facts({ rivals: [{ name: 'older', createdAt: '2026-01-01T00:00:00Z', sets: ['reader'] }] }),
    ],
    [
      'an older one names the set of a decommissioned id',
      'Blocked TargetConflict',
      () =>
        rival('older', '2026-01-01T00:00:00Z', 'arc')
          .spec({ decommission: ['arc-4'] })
          .settled(),
    ],
  ],
};

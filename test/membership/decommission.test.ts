import { describe, expect, test } from '@jest/globals';

import { setsOfInterest } from '../../src/membership/sighted.ts';
import { cluster, scaledDown } from './cluster.ts';
import { removed } from './clauses/row.ts';

describe('an entry of decommission', () => {
  test('has a foreign dead voter removed after the delay', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .member('stranger')
      .spec({ decommission: ['stranger'] })
      .settled();
    expect(world.verdictOn('stranger')).toBe(removed);
    world.send();
    expect(world.verdictOn('stranger')).toBe('Removing RemovingVoter');
    expect(world.notMember('stranger').after(500).pass().status.decommissioned).toEqual(['stranger']);
  });

  test('has a member removed whose id is no pod’s name, and tried again when that fails', () => {
    const id = '10.0.0.7:9100';
    const world = cluster()
      .set('arc')
      .voters(3)
      .member(id)
      .spec({ decommission: [id] })
      .settled();
    world.send();
    expect(world.verdictOn(id)).toBe('Removing RemovingVoter');
    expect(world.after(20_010).verdictOn(id)).toBe('Waiting RemovalUnconfirmed');
    expect(world.memory.failures.get(id)?.count).toBe(1);
  });

  test('begins the delay anew, also for a pod that settled long ago', () => {
    expect(
      scaledDown()
        .settled()
        .spec({ decommission: ['arc-4'] })
        .verdictOn('arc-4'),
    ).toBe('Waiting Settling');
  });

  test('lifts the protection of an ordinal', () => {
    const world = cluster()
      .set('arc', { start: 1 })
      .voters(4)
      .leader('arc-1')
      .spec({ decommission: ['arc-0'] });
    expect(world.settled().verdictOn('arc-0')).toBe(removed);
  });

  test('removes what is left of a set that was deleted', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .member('old-2')
      .spec({ decommission: ['old-2'] });
    expect(setsOfInterest(world.settings())).toEqual(new Set(['arc', 'old']));
    expect(world.settled().verdictOn('old-2')).toBe(removed);
  });

  test('takes any UID of a set outside the spec, in range or not decides', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .foreignSet('old', { replicas: 1, uid: 'any' })
      .member('old-2')
      .member('old-0');
    world.spec({ decommission: ['old-2', 'old-0'] }).settled();
    expect(world.verdictOn('old-2')).toBe(removed);
    expect(world.verdictOn('old-0')).toBe('Keep InRange');
  });

  test('waits for the controller of that set', () => {
    const world = cluster().set('arc').voters(3).foreignSet('old', { replicas: 1, generation: 2 }).member('old-2');
    expect(
      world
        .spec({ decommission: ['old-2'] })
        .settled()
        .verdictOn('old-2'),
    ).toBe('Waiting SetNotObserved');
  });

  test('takes the accepted UID only of a set of the spec', () => {
    const world = scaledDown().set('brc', { replicas: 1 });
    world.pass();
    world
      .set('arc', { uid: 'new' })
      .pod('arc-2', { ownerUid: 'arc-uid' })
      .spec({ decommission: ['arc-4'] });
    expect(world.settled().verdictOn('arc-4')).toBe('Blocked TargetReplaced');
  });

  test('begins the delay when the pod is gone, not before', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .member('stranger')
      .pod('stranger')
      .spec({ decommission: ['stranger'] });
    expect(world.settled().pod('stranger', 'absent').verdictOn('stranger')).toBe('Waiting Settling');
  });

  test('waits while that set is being deleted', () => {
    const world = cluster().set('arc').voters(3).foreignSet('old', { replicas: 1, deleting: true }).member('old-2');
    expect(
      world
        .spec({ decommission: ['old-2'] })
        .settled()
        .verdictOn('old-2'),
    ).toBe('Blocked TargetMissing');
  });

  test('begins anew when that set appears', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .member('old-2')
      .spec({ decommission: ['old-2'] })
      .settled();
    expect(world.foreignSet('old', { replicas: 1 }).event('old', 'added').memory.sightings.size).toBe(0);
  });

  test('is refused for a pod that is wanted [an id by mistake]', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .spec({ decommission: ['arc-2'] })
      .pod('arc-2', 'absent')
      .settled();
    expect(world.verdictOn('arc-2')).toBe('Keep InRange');
    expect(world.status.members?.find(({ id }) => id === 'arc-2')?.message).toContain('does not apply');
  });

  test('is refused for an id that names two pods, one of which may be wanted', () => {
    const world = cluster().set('arc', { memberId: 'n-{ordinal}' }).set('n', { replicas: 0 }).voters(3);
    expect(
      world
        .spec({ decommission: ['n-2'] })
        .settled()
        .verdictOn('n-2'),
    ).toBe('Blocked IdentityAmbiguous');
  });

  test('is refused while the pod exists', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .member('stranger')
      .pod('stranger')
      .spec({ decommission: ['stranger'] });
    expect(world.settled().verdictOn('stranger')).toBe('Waiting PodPresent');
  });

  test('does not mind a pod that answers under another id [ids that carry a process number]', () => {
    const world = cluster()
      .set('arc', { memberId: '{pod}.db' })
      .voters(3)
      .member('arc-1')
      .spec({ decommission: ['arc-1'] });
    expect(world.settled().verdictOn('arc-1')).toBe(removed);
    expect(world.pod('arc-1').verdictOn('arc-1')).toBe(removed);
  });

  test('is honoured once [a typo that waits for years]', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .spec({ decommission: ['arc-7'] });
    expect(world.pass().status.decommissioned).toEqual(['arc-7']);
    expect(
      world
        .member('stranger')
        .spec({ decommission: ['arc-7', 'stranger'] })
        .pass().status.decommissioned,
    ).toEqual(['arc-7']);
    world.spec({ decommission: [] }).pass();
    expect(world.status.decommissioned).toEqual([]);
  });

  test('may be put back after it was taken out', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .spec({ decommission: ['stranger'] });
    world.pass();
    world.member('stranger').settled();
    expect(world.verdictOn('stranger')).toBe('Blocked DecommissionSpent');
    world.spec({ decommission: [] }).pass();
    expect(
      world
        .spec({ decommission: ['stranger'] })
        .settled()
        .verdictOn('stranger'),
    ).toBe(removed);
  });

  test('is not honoured on a configuration that is not proven, nor while its removal is in flight', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .spec({ decommission: ['arc-7'] })
      .answers('arc-0', { lastLogIndex: 101n });
    expect(world.pass().status.decommissioned).toEqual([]);
    const flying = cluster()
      .set('arc')
      .voters(3)
      .member('stranger')
      .spec({ decommission: ['stranger'] })
      .settled();
    flying.send();
    flying.notMember('stranger').answers('arc-0', { lastLogIndex: 101n });
    expect(flying.pass().status.decommissioned).toEqual([]);
  });

  test('that is no member is honoured also while another removal is in flight', () => {
    const world = scaledDown().settled();
    world.send();
    expect(world.spec({ decommission: ['typo'] }).pass().status.decommissioned).toEqual(['typo']);
  });

  test('that was honoured does not stand in the way of the rule itself', () => {
    const world = cluster()
      .set('arc')
      .voters(3)
      .spec({ decommission: ['arc-3'] });
    world.pass();
    expect(world.member('arc-3').settled().verdictOn('arc-3')).toBe(removed);
  });
});

import { describe, expect, test } from '@jest/globals';

import { cluster, scaledDown } from './cluster.ts';
import type { Cluster } from './cluster.ts';

const row = (world: Cluster) => world.pass().status.statefulSets?.[0];

describe('the accepted UID', () => {
  test('is that of the set when it is first seen', () => {
    expect(row(scaledDown())).toMatchObject({ uid: 'arc-uid', confirmedMemberId: '{pod}' });
  });

  /** Re-created under its name; its pods are `ownerUid`'s. */
  function recreated(ownerUid: string, replicas = 3): Cluster {
    const world = scaledDown();
    world.pass();
    world.set('arc', { uid: 'new', replicas });
    for (let ordinal = 0; ordinal < replicas; ordinal++) world.pod(`arc-${ordinal}`, { ownerUid });
    return world;
  }

  test('changes once every in-range pod of the new set is a live member; then its ghosts go', () => {
    const world = recreated('new');
    expect(row(world)).toMatchObject({ uid: 'new', confirmedMemberId: '{pod}' });
    expect(world.settled().verdictOn('arc-4')).toBe('Removing RemovingVoter, to be removed');
  });

  test.each([
    ['the pods are still those of the old set', () => recreated('arc-uid')],
    ['one pod does not answer', () => recreated('new').hangs('arc-2')],
    ['one pod is no member', () => recreated('new').notMember('arc-2')],
    ['one pod is not there yet', () => recreated('new').pod('arc-2', 'absent')],
    ['the configuration is not proven', () => recreated('new').answers('arc-0', { lastLogIndex: 101n })],
    ['there is no leader', () => recreated('new').leader(undefined)],
    ['the new set wants no pod', () => recreated('new', 0)],
    ['the set is gone', () => recreated('new').missing('arc')],
    ['the set was not read', () => recreated('new').unread('arc')],
  ])('stays while %s', (_, given) => {
    expect(row(given())).toMatchObject({ uid: 'arc-uid', confirmedMemberId: '{pod}' });
  });

  test('of a set of 10^9 replicas is judged at once', () => {
    expect(row(scaledDown().set('arc', { replicas: 3 }))).toBeDefined();
    const world = recreated('new');
    const all = world.observe();
    const sets = new Map(
      [...all.sets].map(([name, set]) => [name, set === 'absent' ? set : { ...set, replicas: 1_000_000_000 }]),
    );
    world.observe = () => ({ ...all, sets });
    expect(row(world)).toMatchObject({ uid: 'arc-uid', minSafeReplicas: 1_000_000_000 });
  });
});

describe('the confirmed template', () => {
  test('is kept over a restart and a scale to 0', () => {
    const world = cluster().set('arc').voters(3);
    world.pass();
    expect(row(world.scale('arc', 0))).toMatchObject({ confirmedMemberId: '{pod}' });
  });

  test('must be confirmed anew when the spec changes it', () => {
    const world = cluster().set('arc').voters(3);
    world.pass();
    world.set('arc', { memberId: 'x-{ordinal}' }).hangs('arc-0', 'arc-1', 'arc-2');
    expect(row(world)).not.toHaveProperty('confirmedMemberId');
  });

  test('is not confirmed by a pod that the set does not own', () => {
    const world = cluster().set('arc').voters(3);
    for (const pod of ['arc-0', 'arc-1', 'arc-2']) world.pod(pod, { ownerUid: null });
    expect(row(world)).toEqual(expect.not.objectContaining({ confirmedMemberId: '{pod}' }));
  });
});

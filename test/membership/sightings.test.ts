import { describe, expect, test } from '@jest/globals';

import { cluster, scaledDown } from './cluster.ts';
import type { Cluster } from './cluster.ts';

const since = (world: Cluster, ordinal: number) => world.memory.sightings.get(`place:arc/${ordinal}`)?.since;

/** Seven voters, scaled down one step after another, without leaves. */
function seven(): Cluster {
  return cluster().set('arc', { replicas: 7 }).voters(7);
}

describe('a sighting', () => {
  test('begins when the ordinal is out of range and its pod is 404', () => {
    const world = seven();
    world.pass();
    expect(since(world, 6)).toBeUndefined();
    world.scale('arc', 6).terminating('arc-6').pass();
    expect(since(world, 6)).toBeUndefined();
    world.pod('arc-6', 'absent').pass();
    expect(since(world, 6)).toBe(world.now().monotonic);
  });

  test('survives a slow scale-down from 7 to 6, 5, 4 and 3, so that each goes after its own delay', () => {
    const world = seven();
    for (const replicas of [6, 5, 4, 3]) {
      world.scale('arc', replicas).pass();
      world.after(300).pass();
      expect(world.after(60_000).send().id).toBe(`arc-${replicas}`);
      world.notMember(`arc-${replicas}`).after(500).pass();
    }
    expect(world.status.removals?.map(({ member }) => member)).toEqual(['arc-6', 'arc-5', 'arc-4', 'arc-3']);
    expect(world.status).toMatchObject({ voters: 3, faultTolerance: 1 });
  });

  test('keeps its beginning while other ordinals leave', () => {
    const world = seven().scale('arc', 6);
    world.pass();
    const began = since(world, 6);
    world.after(10_000).scale('arc', 5).pass();
    world.after(10_000).scale('arc', 4).pass();
    expect(since(world, 6)).toBe(began);
    expect(since(world, 4)).toBe(began === undefined ? undefined : began + 20_000);
  });

  test('ends for what is wanted again, and for nothing else [replicas flapping between 3 and 4, older ghosts 7 and 8]', () => {
    const world = cluster().set('arc', { replicas: 4 }).voters(4).member('arc-7').member('arc-8');
    for (let pass = 0; pass < 4; pass++) {
      world.scale('arc', 3).pass();
      world.after(20_000).scale('arc', 4).pass();
      world.after(300);
    }
    expect(since(world, 3)).toBeUndefined();
    expect(world.verdictOn('arc-8')).toBe('Removing RemovingVoter, to be removed');
  });

  test('ends when a generation was skipped [3→5→3 inside a gap of the watch]', () => {
    const world = scaledDown().settled();
    expect(world.skip('arc').verdictOn('arc-4')).toBe('Waiting Settling');
  });

  test('goes on over an event that repeats the generation', () => {
    const world = scaledDown().settled();
    expect(world.event('arc', {}).verdictOn('arc-4')).toBe('Removing RemovingVoter, to be removed');
  });

  test('ends when the generation goes back, as after a restore', () => {
    const world = scaledDown().settled();
    expect(world.event('arc', { generation: 0 }).verdictOn('arc-4')).toBe('Waiting Settling');
  });

  test('ends when the set is re-created', () => {
    const world = scaledDown().settled();
    world.event('arc', { uid: 'new' });
    expect(since(world, 4)).toBeUndefined();
    expect(world.verdictOn('arc-4')).toBe('Waiting Settling');
  });

  test('ends when the set is being deleted, goes, or appears', () => {
    const world = scaledDown().settled();
    expect(world.event('arc', { deleting: true }).memory.sightings.size).toBe(0);
    expect(scaledDown().settled().event('arc', 'deleted').memory.sightings.size).toBe(0);
    expect(scaledDown().settled().event('arc', 'added').memory.sightings.size).toBe(0);
  });

  test('is not touched by the events of another set', () => {
    const world = scaledDown().set('brc', { replicas: 1 }).settled();
    expect(world.skip('brc').verdictOn('arc-4')).toBe('Removing RemovingVoter, to be removed');
  });

  test('ends at once when a pod of that name appears, in any phase', () => {
    const world = scaledDown().settled().pod('arc-4', { terminating: true }).pod('arc-4', 'absent');
    expect(world.verdictOn('arc-4')).toBe('Waiting Settling');
  });

  test('ends when nothing is known of the pod any more: absence is never inferred', () => {
    const world = scaledDown().settled().pod('arc-4', 'unknown');
    world.pass();
    expect(since(world, 4)).toBeUndefined();
  });

  test('goes on while no node answers', () => {
    const world = scaledDown().settled().hangs('arc-0', 'arc-1', 'arc-2');
    const began = since(world, 4);
    world.pass();
    world.status = { ...world.status, members: [] };
    world.pass();
    expect(began).toBeDefined();
    expect(since(world, 4)).toBe(began);
  });

  test('does not begin under a UID that is not accepted', () => {
    const world = scaledDown();
    world.scale('arc', 5).pass();
    world.set('arc', { uid: 'new', replicas: 3 }).pod('arc-2', { ownerUid: 'arc-uid' }).pass();
    expect(since(world, 4)).toBeUndefined();
  });

  test('is bound to the UID of the RaftCluster', () => {
    const world = scaledDown().settled();
    world.memory = { ...world.memory, uid: 'another' };
    expect(world.verdictOn('arc-4')).toBe('Waiting Settling');
    expect(world.memory.uid).toBe('cluster-uid');
    expect(world.memory.quietUntil).toBe(world.now().monotonic + 18_000);
  });
});

import { describe, expect, test } from '@jest/globals';

import { cluster, scaledDown } from './cluster.ts';
import type { Cluster } from './cluster.ts';

const inMs = (world: Cluster) => world.pass().wakeAt - world.now().monotonic;

const well = () => cluster().set('arc').voters(3);

/** A removal whose time is up and that nobody can prove. */
function overdue(): Cluster {
  const world = scaledDown().settled();
  world.send();
  return world.leader(undefined).after(600_000);
}

describe('the next look', () => {
  test.each([
    ['is the poll while all is well', () => well(), 60_000],
    ['is the poll that the spec asks for', () => well().spec({ admin: { pollInterval: '10s' } }), 10_000],
    [
      'is soon when somebody was just sighted: the store is asked for the first answer to compare with',
      () => scaledDown(),
      250,
    ],
    [
      'is the end of the settling delay',
      () => {
        const world = scaledDown();
        world.pass();
        return world.after(300);
      },
      59_700,
    ],
    [
      'is the end of that delay also for a member that another clause holds back',
      () => {
        const world = cluster().set('arc', { start: 1 }).voters(4).leader('arc-1');
        world.pass();
        return world.after(300);
      },
      59_700,
    ],
    ['is soon when something looks wrong', () => well().hangs('arc-1'), 250],
    [
      'is late for what has looked wrong for long',
      () => {
        const world = well().hangs('arc-1');
        world.pass();
        return world.after(40_000);
      },
      10_000,
    ],
    [
      'is soon again when that changes: who answers after a silence may be live a moment later',
      () => {
        const world = well().hangs('arc-1');
        world.pass();
        return world.after(40_000).answers('arc-1', { leaderId: null, role: 'Follower' });
      },
      250,
    ],
    [
      'is soon when a pod may be joining',
      () => cluster().set('arc', { replicas: 4 }).voters(3).answers('arc-3', {}),
      250,
    ],
    ['is the poll for a pod that is not clustered', () => cluster().set('arc', { replicas: 4 }).voters(3), 60_000],
    [
      'is when a store that was heard from is asked again',
      () => {
        const world = scaledDown().settled().heardFrom('arc-4', 'just now').heardFrom('arc-3', 'just now');
        return world;
      },
      9_995,
    ],
    ['is when the silence of a member will be known', () => scaledDown().settled().leader('arc-1'), 9_995],
    [
      'is soon for what should be known already, and the answer was asked for too early',
      () => {
        const world = scaledDown().settled().leader('arc-1');
        world.pass();
        return world.after(9_998);
      },
      250,
    ],
    [
      'is the end of the backoff',
      () => {
        const world = scaledDown().notMember('arc-3').settled();
        world.send();
        world.after(20_010).pass();
        return world;
      },
      20_000,
    ],
    [
      'is when a removal is verified: a quarter of its age',
      () => {
        const world = scaledDown().settled();
        world.send();
        return world.after(1_000);
      },
      250,
    ],
    [
      'is at most 2 s away while a removal is verified',
      () => {
        const world = scaledDown().settled();
        world.send();
        return world.after(12_000);
      },
      2_000,
    ],
    [
      'is the end of the removal’s time',
      () => {
        const world = scaledDown().settled();
        world.send();
        return world.after(19_900);
      },
      100,
    ],
    [
      'is paced once its time is up',
      () => {
        const world = overdue();
        world.pass();
        return world.after(600_000);
      },
      15_000,
    ],
    [
      'is when a lesser claim must have been given up',
      () =>
        cluster()
          .set('arc', { replicas: 4 })
          .voters(4)
          .answers('arc-1', { role: 'Leader', leaderId: 'arc-1', term: 6n }),
      250,
    ],
  ])('%s', (_, given, expected) => {
    expect(inMs(given())).toBe(expected);
  });

  test('is when the budget frees', () => {
    const world = scaledDown().settled();
    const startedAt = '2027-01-31T11:01:01.310Z';
    const one = { member: 'x', startedAt, finishedAt: startedAt, result: 'Removed' as const, answer: '', evidence: '' };
    world.status = { ...world.status, removals: Array.from({ length: 8 }, () => one) };
    expect(inMs(world)).toBe(1_000);
    expect(world.after(1_000).pass().effect?.id).toBe('arc-4');
  });

  test('is when failing for ten minutes becomes stalling', () => {
    const world = scaledDown()
      .notMember('arc-3')
      .settled()
      .spec({ admin: { pollInterval: '1h' } });
    world.send();
    world.after(20_010).pass();
    world.spec({ removal: { mode: 'Observe' } }).after(590_000);
    expect(inMs(world)).toBe(10_000);
  });

  test('backs off by a quarter of the trouble’s age, to 15 s', () => {
    const world = well().hangs('arc-1');
    world.pass();
    expect(inMs(world.after(8_000))).toBe(2_000);
    expect(inMs(world.after(600_000))).toBe(15_000);
    expect(inMs(world.answers('arc-1', {}))).toBe(60_000);
  });

  test('needs no baseline where the store gives no sign of life', () => {
    const world = scaledDown();
    world.environment = { ...world.environment, traits: { ...world.environment.traits, heartbeatInterval: null } };
    expect(inMs(world)).toBe(60_000);
  });

  test('is never now: whatever happens, the operator does not spin', () => {
    const world = scaledDown().answers('arc-1', { role: 'Leader', leaderId: 'arc-1', term: 6n });
    const began = world.monotonic;
    for (let pass = 0; pass < 200; pass++) world.after(inMs(world));
    expect(world.monotonic - began).toBeGreaterThan(1_800_000);
  });
});

import { describe, expect, test } from '@jest/globals';

import type { View } from '../../src/membership/evidence.ts';
import type { Cluster } from './cluster.ts';
import { scaledDown } from './cluster.ts';

/** The removal of `arc-4` has just been sent. */
function sent(world: Cluster = scaledDown()): Cluster {
  world.settled().send();
  return world;
}

/** The same, and the store has not answered. */
function unanswered(before?: Cluster): Cluster {
  const world = sent(before);
  if (!world.memory.flight) throw new Error('nothing is in flight');
  world.memory = { ...world.memory, flight: { ...world.memory.flight, isOver: false } };
  return world;
}

/** A record of somebody else, found by an operator that has been there long enough to act. */
function found(): Cluster {
  const world = scaledDown().settled();
  const removal = {
    member: 'arc-4',
    holder: 'another',
    phase: 'Removing' as const,
    startedAt: '2027-01-31T12:00:59Z',
    attempts: 1,
  };
  world.status = { ...world.status, removal };
  return world;
}

/** The first pod came back empty and made a cluster of its own; nobody else answers. */
function bootstrapped(world: Cluster, view: Partial<View>): Cluster {
  const configuration = world.configuration.filter(({ id }) => id === 'arc-0');
  return world.hangs('arc-1', 'arc-2').answers('arc-0', { configuration, ...view });
}

const rowOf = (world: Cluster, id: string) => world.status.members?.find((member) => member.id === id);

describe('a removal', () => {
  test('is recorded before it is sent, and shown', () => {
    const world = sent();
    world.pass();
    expect(world.status.removal).toEqual({
      member: 'arc-4',
      holder: 'operator-1',
      phase: 'Removing',
      startedAt: '2027-01-31T12:01:00.310Z',
      attempts: 1,
      term: '7',
      commitIndex: '100',
    });
    expect(rowOf(world, 'arc-4')).toMatchObject({ verdict: 'Removing', reason: 'RemovingVoter' });
    expect(rowOf(world, 'arc-3')).toMatchObject({ verdict: 'Waiting', reason: 'Queued' });
  });

  test('is removed when a committed configuration and its quorum lack it: one entry, and the next one’s turn', () => {
    const world = sent().notMember('arc-4').after(500);
    const { status, effect } = world.pass();
    expect(status.removal).toBeUndefined();
    expect(status.removals).toEqual([
      {
        member: 'arc-4',
        startedAt: '2027-01-31T12:01:00.310Z',
        finishedAt: '2027-01-31T12:01:00.810Z',
        result: 'Removed',
        answer: 'not known',
        evidence:
          'absent from the configuration that leader arc-0 committed in term 7 (commit index 100), and from the views of 3 of 4 voters',
      },
    ]);
    expect(effect?.id).toBe('arc-3');
  });

  test('is removed when that cluster of one has come as far: it is the same, as far as anybody can tell', () => {
    const { status } = bootstrapped(sent().notMember('arc-4'), {}).pass();
    expect(status.removals?.[0]?.result).toBe('Removed');
  });

  test('tells what the store answered', () => {
    const world = sent();
    if (world.memory.flight) world.memory = { ...world.memory, flight: { ...world.memory.flight, answer: 'removed' } };
    expect(world.notMember('arc-4').pass().status.removals?.[0]?.answer).toBe('removed');
  });

  test.each([
    [
      'the configuration that lacks it is not committed [an ex-leader’s]',
      (world: Cluster) => world.answers('arc-0', { lastLogIndex: 101n }),
    ],
    ['too few voters show that configuration', (world: Cluster) => world.answers('arc-2', { term: 1n })],
    ['there is no leader', (world: Cluster) => world.leader(undefined)],
    ['the leader’s term is lower than it was [another cluster]', (world: Cluster) => bootstrapped(world, { term: 6n })],
    [
      'the leader has committed less than it had [another cluster]',
      (world: Cluster) => bootstrapped(world, { lastLogIndex: 9n, commitIndex: 9n }),
    ],
    [
      'another node follows another leader [an empty first pod that bootstrapped itself]',
      (world: Cluster) => world.scale('arc', 4).answers('arc-3', { leaderId: 'arc-2' }),
    ],
  ])('is not reported as removed while %s', (_, spoil) => {
    const { status } = spoil(sent().notMember('arc-4')).pass();
    expect(status.removal?.member).toBe('arc-4');
    expect(status.removals).toEqual([]);
    expect(status.members?.find(({ id }) => id === 'arc-4')).toMatchObject({ verdict: 'Removing' });
  });

  test('is called unconfirmed, with the disagreement that hides its end, when its time is up', () => {
    const world = sent().answers('arc-0', { lastLogIndex: 101n }).after(30_000);
    world.pass();
    expect(rowOf(world, 'arc-4')).toMatchObject({
      reason: 'RemovalUnconfirmed',
      message: expect.stringMatching(
        /cannot be proven yet: The configuration that the leader arc-0 shows is not proven/,
      ),
    });
  });

  test('that is proven is held while its request has no answer, and ends as what was proven first', () => {
    const world = unanswered().notMember('arc-4');
    expect(world.pass().status).toMatchObject({ removal: { member: 'arc-4' }, removals: [] });
    expect(world.verdictOn('arc-3')).toBe('Waiting Queued');
    const { status } = world.member('arc-4').after(20_000).pass();
    expect(status.removals).toMatchObject([
      { member: 'arc-4', result: 'Removed', finishedAt: '2027-01-31T12:01:00.310Z' },
    ]);
  });

  test('that is proven is not called unconfirmed while it is held', () => {
    const slow = scaledDown();
    slow.environment = { ...slow.environment, traits: { ...slow.environment.traits, longestAct: 60_000 } };
    const world = unanswered(slow).notMember('arc-4');
    world.pass();
    world.after(30_000).pass();
    expect(rowOf(world, 'arc-4')).toMatchObject({ reason: 'RemovingVoter' });
  });

  test('stays in flight while it is listed and the store may still act', () => {
    const world = sent().after(19_999);
    expect(world.pass().status.removal?.member).toBe('arc-4');
    expect(rowOf(world, 'arc-4')).toMatchObject({ reason: 'RemovingVoter' });
  });

  test('is not removed when the leader, asked after its time, still lists it: backoff, and the others’ turn', () => {
    const world = sent().after(20_010);
    const { status, effect } = world.pass();
    expect(status.removals?.[0]).toMatchObject({ member: 'arc-4', result: 'NotRemoved' });
    expect(status.removal).toBeUndefined();
    expect(rowOf(world, 'arc-4')).toMatchObject({ verdict: 'Waiting', reason: 'RemovalUnconfirmed' });
    expect(effect?.id).toBe('arc-3');
  });

  test('is not judged by a view that was asked for before its time was up', () => {
    const world = sent().after(20_005);
    expect(world.pass().status.removal?.member).toBe('arc-4');
    expect(rowOf(world, 'arc-4')).toMatchObject({ verdict: 'Removing', reason: 'RemovalUnconfirmed' });
  });

  test('waits for the store where that may act longer than removeTimeout', () => {
    const world = scaledDown();
    world.environment = { ...world.environment, traits: { ...world.environment.traits, longestAct: 60_000 } };
    sent(world).after(59_999);
    expect(world.pass().status.removal?.member).toBe('arc-4');
    expect(world.after(11).pass().status.removal).toBeUndefined();
  });

  test('whose failure was not written is not counted twice', () => {
    const world = sent().after(20_010);
    const before = world.status;
    world.pass();
    world.status = before;
    world.pass();
    expect(world.memory.failures.get('arc-4')?.count).toBe(1);
  });

  test('backs off exponentially, to five minutes, and succeeds in the end', () => {
    const world = scaledDown().notMember('arc-3').settled();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      world.send();
      world.after(20_010).pass();
      waits.push((world.memory.failures.get('arc-4')?.backoffUntil ?? 0) - world.now().monotonic);
      world.after(waits[attempt] ?? 0);
    }
    expect(waits).toEqual([20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(world.freshPass().status.removal?.attempts).toBe(7);
    world.notMember('arc-4').pass();
    expect(world.memory.failures.size).toBe(0);
  });

  test('that failed stalls nothing any more once the member is wanted again', () => {
    const world = sent(scaledDown().notMember('arc-3'));
    world.after(20_010).pass();
    expect(world.memory.failures.size).toBe(1);
    world.scale('arc', 5).pod('arc-4').pass();
    expect(world.memory.failures.size).toBe(0);
    const { conditions = [] } = world.after(600_000).pass().status;
    expect(conditions.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'True', reason: 'Healthy' });
    expect(conditions.some(({ type }) => type === 'Stalled')).toBe(false);
  });

  test('stays when it can be proven neither way, and nothing else is sent', () => {
    const world = sent().leader(undefined).after(3_600_000);
    expect(world.pass().effect).toBeUndefined();
    expect(world.status.removal?.member).toBe('arc-4');
    expect(rowOf(world, 'arc-4')).toMatchObject({ verdict: 'Removing', reason: 'RemovalUnconfirmed' });
    expect(world.leader('arc-1').notMember('arc-4').pass().status.removals?.[0]).toMatchObject({ result: 'Removed' });
  });

  test('ends too when the pod is back in the meantime', () => {
    const world = sent().scale('arc', 5).pod('arc-4').after(20_010);
    world.pass();
    expect(world.status.removals?.[0]).toMatchObject({ result: 'NotRemoved' });
    expect(rowOf(world, 'arc-4')).toMatchObject({ verdict: 'Keep', reason: 'InRange' });
  });

  test('keeps the moment of its send over a status that does not show the record yet', () => {
    const world = sent();
    const { removal, ...stale } = world.status;
    world.status = stale;
    world.pass();
    world.status = { ...world.status, ...(removal && { removal }) };
    expect(world.after(20_010).pass().status.removals?.[0]).toMatchObject({ result: 'NotRemoved' });
  });

  test('is one of the last 16', () => {
    const world = sent().notMember('arc-4');
    const old = {
      member: 'old',
      startedAt: '2026-01-01T00:00:00Z',
      finishedAt: '2026-01-01T00:00:01Z',
      result: 'Removed' as const,
      answer: '',
      evidence: '',
    };
    world.status = { ...world.status, removals: Array.from({ length: 16 }, () => old) };
    expect(world.pass().status.removals).toHaveLength(16);
    expect(world.status.removals?.at(-1)?.member).toBe('arc-4');
  });
});

describe('a record that was found', () => {
  test('is given 3 s more before it counts as not removed', () => {
    const world = found();
    world.pass();
    world.after(20_010);
    expect(world.pass().status.removal?.member).toBe('arc-4');
    expect(world.after(3_000).pass().status.removals?.[0]).toMatchObject({ result: 'NotRemoved' });
  });

  test('that vanishes keeps the cluster quiet for as long', () => {
    const world = found();
    world.pass();
    const { removal: _, ...status } = world.status;
    world.status = status;
    expect(world.after(22_999).verdictOn('arc-4')).toBe('Waiting Queued');
    expect(world.after(1).verdictOn('arc-4')).toBe('Removing RemovingVoter, to be removed');
  });

  test('ends once it is proven and its author may act no more: until then nothing else is sent', () => {
    const world = found().notMember('arc-4');
    expect(world.pass().status).toMatchObject({ removal: { member: 'arc-4' }, removals: [] });
    expect(world.after(22_999).verdictOn('arc-3')).toBe('Waiting Queued');
    expect(world.after(1).verdictOn('arc-3')).toBe('Removing RemovingVoter, to be removed');
    expect(world.status.removals?.[0]).toMatchObject({ member: 'arc-4', result: 'Removed' });
  });

  test('of a member that nobody knows any more is verified all the same', () => {
    const world = found();
    world.status = {
      ...world.status,
      members: [],
      ...(world.status.removal && { removal: { ...world.status.removal, member: 'forgotten' } }),
    };
    world.leader(undefined).hangs('arc-0', 'arc-1', 'arc-2').pass();
    expect(world.status.conditions?.find(({ type }) => type === 'Reconciling')?.message).toBe(
      'The removal of forgotten is being verified.',
    );
  });
});

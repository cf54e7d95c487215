import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { decide } from '../../src/membership/decide.ts';
import type { RemovalOrder } from '../../src/membership/order.ts';
import { reasons } from '../../src/api/reasons.ts';
import { cluster, scaledDown } from './cluster.ts';
import type { Cluster } from './cluster.ts';

describe('a removal order', () => {
  test('comes from fresh reads only, and the compiler knows', () => {
    const world = scaledDown().settled();
    const { memory, environment } = world;
    const cached = decide(world.observe(), memory, world.now(), environment);
    // @ts-expect-error -- what cached reads suggest is no order
    const notAnOrder: RemovalOrder | undefined = cached.effect;
    expect(notAnOrder).toEqual({ kind: 'confirm', id: 'arc-4', pod: 'arc-4' });
    const fresh = decide(world.fresh(), memory, world.now(), environment);
    const order: RemovalOrder | undefined = fresh.effect;
    expect(order).toMatchObject({
      kind: 'remove',
      id: 'arc-4',
      leader: { pod: 'arc-0', podUid: 'arc-0-uid', memberId: 'arc-0' },
    });
    if (!order) throw new Error('no order');
    const { id, leader, record, firstReadAt } = order;
    // @ts-expect-error -- nobody but the core makes one
    const forged: RemovalOrder = { kind: 'remove', id, leader, record, firstReadAt };
    expect(forged.id).toBe('arc-4');
  });

  test('is as old as the oldest of its facts', () => {
    const world = scaledDown().settled();
    const observation = { ...world.fresh(), firstReadAt: world.monotonic + 3 };
    expect(decide(observation, world.memory, world.now(), world.environment).effect?.firstReadAt).toBe(world.monotonic);
    expect(world.freshPass().effect?.firstReadAt).toBe(world.monotonic);
  });
});

describe('the order of candidates', () => {
  test('is nonvoters, then voters; sets as in the spec, of each the highest ordinal', () => {
    const world = cluster().set('arc').voters(3).set('brc', { replicas: 1 }).voters(1, 'brc');
    for (const id of ['brc-4', 'arc-3', 'arc-10', 'arc-9']) world.member(id);
    world.member('brc-7', 'Nonvoter').member('arc-11', 'Staging').leader('arc-0');
    // Enough live voters for so many dead ones.
    for (const name of ['arc', 'brc']) world.set(name, { replicas: name === 'arc' ? 3 : 2 });
    world.voters(1, 'brc', 1).settled();
    const order: string[] = [];
    for (let next = world.pass().effect; next; next = world.pass().effect) {
      order.push(next.id);
      world.notMember(next.id).heardFrom(next.id, undefined);
    }
    expect(order).toEqual(['arc-11', 'brc-7', 'arc-10', 'arc-9', 'arc-3', 'brc-4']);
  });

  test('puts whoever failed before at the back', () => {
    const world = scaledDown().settled();
    world.send();
    world.after(20_010).pass();
    expect(world.after(3_600_000).pass().effect?.id).toBe('arc-3');
  });

  test('takes ids without a place in their own order', () => {
    const ids = ['m', 'x', 'a'];
    const world = cluster().set('arc', { replicas: 5 }).voters(5).spec({ decommission: ids });
    for (const id of ids) world.member(id);
    world.settled();
    const order = ids.map(() => {
      const next = world.pass().effect?.id ?? '';
      world.notMember(next).heardFrom(next, undefined);
      return next;
    });
    expect(order).toEqual(['a', 'm', 'x']);
  });

  test('takes decommissioned ids that have no place last', () => {
    const world = cluster()
      .set('arc')
      .voters(4)
      .member('a')
      .spec({ decommission: ['a'] })
      .settled();
    expect(world.pass().effect?.id).toBe('arc-3');
    expect(world.notMember('arc-3').pass().effect?.id).toBe('a');
  });
});

describe('an invalid spec', () => {
  const invalid = () => scaledDown().facts({ invalid: 'spec.members: is empty' });

  test('sends nothing, knows nothing, says why, and waits for an event', () => {
    const world = scaledDown().settled();
    world.pass();
    const { status, effect, wakeAt } = world.facts({ invalid: 'spec.members: is empty' }).pass();
    expect({ effect, wakeAt }).toEqual({ effect: undefined, wakeAt: Infinity });
    expect(status).not.toHaveProperty('leader');
    expect(status.members?.every(({ verdict, reason }) => `${verdict} ${reason}` === 'Blocked InvalidSpec')).toBe(true);
    expect(status.statefulSets).toEqual([expect.objectContaining({ uid: 'arc-uid', replicas: 3, minSafeReplicas: 3 })]);
    expect(
      Object.fromEntries(status.conditions?.map((each) => [each.type, `${each.status} ${each.reason}`]) ?? []),
    ).toEqual({
      Ready: 'False InvalidSpec',
      QuorumHealthy: 'Unknown InvalidSpec',
      MembersInSync: 'Unknown InvalidSpec',
      ScaleDownSafe: 'Unknown InvalidSpec',
      RemovalBlocked: 'Unknown InvalidSpec',
      Stalled: 'True InvalidSpec',
    });
    expect(world.after(60_000).pass().status).toEqual(status);
  });

  test('of a new RaftCluster lists no members', () => {
    expect(invalid().pass().status).not.toHaveProperty('members');
  });

  test('keeps the removal in flight', () => {
    const world = scaledDown().settled();
    world.send();
    expect(world.facts({ invalid: 'spec' }).pass().status.removal?.member).toBe('arc-4');
  });
});

describe('a suspended RaftCluster', () => {
  test('is not looked at: the floors rise once, nothing else changes', () => {
    const world = cluster().set('arc').voters(3);
    const before = world.pass().status;
    expect(before.statefulSets?.[0]?.minSafeReplicas).toBe(2);
    const { status, effect, wakeAt } = world.spec({ suspend: true }).hangs('arc-0').pass();
    expect({ effect, wakeAt }).toEqual({ effect: undefined, wakeAt: Infinity });
    const { conditions, statefulSets, observedGeneration, ...rest } = status;
    expect(before).toMatchObject(rest);
    expect(statefulSets?.[0]).toMatchObject({ uid: 'arc-uid', replicas: 3, minSafeReplicas: 3 });
    expect(observedGeneration).toBe(2);
    expect(conditions?.at(-1)).toMatchObject({ type: 'Suspended', status: 'True' });
    expect(world.scale('arc', 5).pass().status).toEqual(status);
  });

  test('says nothing of being on its way any more, once no removal is in flight', () => {
    const types = (world: Cluster) => world.pass().status.conditions?.map(({ type }) => type);
    const world = scaledDown().settled();
    world.send();
    expect(types(world)).toContain('Reconciling');
    expect(types(world.spec({ suspend: true }))).toContain('Reconciling');
    world.notMember('arc-4').pass();
    expect(types(world)).not.toContain('Reconciling');
  });

  test('that was never looked at shows its sizes', () => {
    const world = cluster().set('arc').missing('brc').spec({ suspend: true });
    expect(world.pass().status.statefulSets).toEqual([
      { name: 'arc', replicas: 3, voters: 0, liveVoters: 0, minSafeReplicas: 3 },
      { name: 'brc', replicas: 0, voters: 0, liveVoters: 0, minSafeReplicas: 0 },
    ]);
  });

  test('still proves the end of a removal in flight, and only that', () => {
    const world = scaledDown().settled();
    world.send();
    const { wakeAt, status } = world.spec({ suspend: true }).after(100).pass();
    expect(status.removal?.member).toBe('arc-4');
    expect(wakeAt).toBeLessThan(world.now().monotonic + 100);
    const ended = world.notMember('arc-4').pass();
    expect(ended).toMatchObject({
      effect: undefined,
      wakeAt: Infinity,
      status: { removals: [{ member: 'arc-4', result: 'Removed' }] },
    });
    expect(ended.status).not.toHaveProperty('removal');
    expect(ended.status.conditions?.at(-1)).toMatchObject({ type: 'Suspended', status: 'True' });
  });

  test('goes on where it stopped', () => {
    const world = scaledDown().settled();
    world.spec({ suspend: true }).pass();
    expect(
      world
        .spec({ suspend: false })
        .pass()
        .status.conditions?.map(({ type }) => type),
    ).not.toContain('Suspended');
    expect(world.pass().effect?.id).toBe('arc-4');
  });
});

describe('deciding again a moment later', () => {
  const answers = fc.constantFrom(
    'ok',
    'hangs',
    'noLeader',
    'otherTerm',
    'lags',
    'claims',
    'other',
    'terminating',
    'absent',
  );

  /** Any small world. */
  function worldOf(
    wanted: number,
    voters: number,
    faults: readonly string[],
    leader: number,
    observe: boolean,
  ): Cluster {
    const world = cluster().set('arc', { replicas: wanted }).voters(voters).leader(`arc-${leader}`);
    world.spec({ removal: { mode: observe ? 'Observe' : 'Automatic' }, decommission: ['arc-6', 'stranger'] });
    for (const [ordinal, fault] of faults.entries()) {
      const pod = `arc-${ordinal}`;
      if (fault === 'hangs') world.hangs(pod);
      if (fault === 'noLeader') world.answers(pod, { leaderId: null, role: 'Candidate' });
      if (fault === 'otherTerm') world.answers(pod, { term: 3n });
      if (fault === 'lags') world.answers(pod, { lastLogIndex: 1n });
      if (fault === 'claims') world.answers(pod, { role: 'Leader', leaderId: pod });
      if (fault === 'other') world.answers(pod, { memberId: `x-${ordinal}` });
      if (fault === 'terminating') world.terminating(pod);
      if (fault === 'absent') world.pod(pod, 'absent');
    }
    return world;
  }

  const worlds = fc.tuple(
    fc.nat(5),
    fc.integer({ min: 1, max: 6 }),
    fc.array(answers, { maxLength: 6 }),
    fc.nat(5),
    fc.boolean(),
  );

  test('changes nothing in status, unless a timer ran out', () => {
    fc.assert(
      fc.property(worlds, fc.nat(200), (given, moment) => {
        const world = worldOf(...given);
        world.pass();
        const { status, wakeAt } = world.after(1_500).pass();
        fc.pre(world.now().monotonic + moment < wakeAt);
        expect(world.after(moment).pass().status).toEqual(status);
      }),
      { numRuns: 300 },
    );
  });

  test('emits only reasons that are documented, and never an order without a proven leader', () => {
    fc.assert(
      fc.property(worlds, (given) => {
        const world = worldOf(...given).settled();
        const { status, effect } = world.freshPass();
        const emitted = [...(status.members ?? []), ...(status.conditions ?? [])].map(({ reason }) => reason);
        expect(emitted.filter((reason) => !reasons.includes(reason))).toEqual([]);
        if (effect) expect(status).toMatchObject({ leader: effect.leader.memberId });
      }),
      { numRuns: 300 },
    );
  });

  test('the order in which the answers arrive changes nothing', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (given, order) => {
        const world = worldOf(...given);
        world.pass();
        const { status } = world.after(2_000).pass();
        const shuffled = worldOf(...given);
        shuffled.pass();
        shuffled.after(2_000);
        const keyed = shuffled.readings().map((reading, index) => ({ reading, key: order[index] ?? 0 }));
        shuffled.round = () => keyed.toSorted((a, b) => a.key - b.key).map(({ reading }) => reading);
        expect(shuffled.pass().status).toEqual(status);
      }),
      { numRuns: 200 },
    );
  });
});

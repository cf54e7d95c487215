import { describe, expect, test } from '@jest/globals';

import { KubeError } from '../../src/kube/kube-error.ts';
import { raftCluster } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

async function counted(world: World): Promise<Readonly<Record<string, number>>> {
  const series = Object.entries(await world.series()).filter(([name]) => name.startsWith('raftcluster_removals_total'));
  return Object.fromEntries(series.map(([name, value]) => [/result="(\w+)"/.exec(name)?.[1] ?? name, value]));
}

/** Passes until nothing is left to do, a second apart. */
async function passes(world: World, times = 4): Promise<void> {
  for (let pass = 0; pass < times; pass++) {
    await world.pass();
    await world.clock.advance(1000);
  }
}

const ends = (world: World): readonly string[] =>
  world.reasons.filter((reason) => reason === 'Removed' || reason === 'NotRemoved');

test('a removal is counted when its end is proven, once', async () => {
  const world = await World.scaledDown();
  await world.pass();
  expect(world.status().removal?.member).toBe('arc-4');
  expect(await counted(world)).toEqual({ Removed: 0, NotRemoved: 0 });
  await passes(world);
  expect(await counted(world)).toEqual({ Removed: 1, NotRemoved: 0 });
});

test('several are counted one by one', async () => {
  const world = await World.scaledDown(3);
  await passes(world, 8);
  expect(world.status().removals).toHaveLength(2);
  expect(await counted(world)).toEqual({ Removed: 2, NotRemoved: 0 });
});

test('one that is proven to have done nothing is counted as that', async () => {
  const world = await World.scaledDown();
  world.store.obeys = false;
  await world.pass();
  await world.clock.advance(21_000);
  await passes(world, 2);
  expect(await counted(world)).toEqual({ Removed: 0, NotRemoved: 1 });
});

test('a record that was found is counted by who proves its end, what others proved before is not', async () => {
  const before = await World.scaledDown(3);
  before.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3', 'arc-4');
  await before.pass();
  const { removal } = before.status();
  expect(removal?.member).toBe('arc-4');
  const earlier = { ...before.status().removals?.[0], member: 'arc-9', startedAt: '2026-01-01T00:00:00Z' };
  const removals = [
    { ...earlier, finishedAt: '2026-01-01T00:00:01Z', result: 'Removed', answer: 'removed', evidence: 'seen' },
  ];

  const world = World.healthy();
  world.scale(3);
  world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3');
  world.apply(raftCluster({ status: { ...before.status(), removal, removals } }));
  await world.pass();
  await world.clock.advance(30_000);
  await world.pass();
  expect(world.status().removals?.map(({ member }) => member)).toContain('arc-4');
  expect(await counted(world)).toEqual({ Removed: 1, NotRemoved: 0 });
});

describe('an end whose write was never answered', () => {
  async function unanswered(code: 'timeout' | 'network', isDone: boolean): Promise<World> {
    const world = await World.scaledDown();
    await world.pass();
    world.events.length = 0;
    const fail = (): void => {
      world.kube.before = undefined;
      world.kube.written = undefined;
      throw new KubeError(code, 'no answer');
    };
    if (isDone) world.kube.written = (object) => (world.deliver(object), fail());
    else world.kube.before = ({ verb }) => void (verb === 'update' && fail());
    await expect(world.pass()).rejects.toMatchObject({ code });
    expect(await counted(world)).toEqual({ Removed: 0, NotRemoved: 0 });
    return world;
  }

  test.each(['timeout', 'network'] as const)(
    '%s, but it was written: told and counted by the next pass',
    async (code) => {
      const world = await unanswered(code, true);
      expect(world.status().removals).toHaveLength(1);
      await passes(world);
      expect(ends(world)).toEqual(['Removed']);
      expect(await counted(world)).toEqual({ Removed: 1, NotRemoved: 0 });
    },
  );

  test('and it was not written: told and counted when it is', async () => {
    const world = await unanswered('timeout', false);
    expect(world.status().removals).toEqual([]);
    await passes(world);
    expect(ends(world)).toEqual(['Removed']);
    expect(await counted(world)).toEqual({ Removed: 1, NotRemoved: 0 });
  });

  test('is nothing of the next RaftCluster of that name', async () => {
    const world = await unanswered('timeout', true);
    const { removals } = world.status();
    world.delete('raftclusters', 'arc');
    world.apply(raftCluster({ uid: 'second', status: { removals } }));
    await passes(world);
    expect(ends(world)).toEqual([]);
    expect(await counted(world)).toEqual({ Removed: 0, NotRemoved: 0 });
  });
});

describe('the series of a RaftCluster that is deleted', () => {
  test('disappear, and those of the next one of its name begin anew', async () => {
    const world = await World.scaledDown();
    await passes(world);
    world.delete('raftclusters', 'arc');
    expect(
      Object.keys(await world.series()).filter((name) => name.startsWith('raftcluster_') && name.includes('arc')),
    ).toEqual([]);
    world.apply(raftCluster({ uid: 'second' }));
    await world.pass();
    expect(await counted(world)).toEqual({ Removed: 0, NotRemoved: 0 });
  });

  test('do not come back when the answer to a last write comes after the deletion', async () => {
    const world = await World.scaledDown();
    await world.pass();
    world.kube.written = () => world.delete('raftclusters', 'arc');
    await world.pass();
    expect(await counted(world)).toEqual({});
    await world.pass();
    world.apply(raftCluster());
    expect(await counted(world)).toEqual({ Removed: 0, NotRemoved: 0 });
  });
});

import { describe, expect, test } from '@jest/globals';

import { pod, raftCluster } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

describe('is at rest', () => {
  test('suspended: nobody is asked, nothing is sent, the status says so once', async () => {
    const world = World.healthy({ suspend: true });
    expect(await world.pass()).toBe(Infinity);
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.count('update', 'raftclusters')).toBe(1);
    expect(world.reasons).toEqual(['Suspended']);
  });

  test('suspended with a removal in flight: only its end is proven', async () => {
    const world = await World.scaledDown(3);
    await world.pass();
    const status = world.status();
    world.apply(raftCluster({ spec: { suspend: true }, metadata: { generation: 2 }, status }));
    await world.pass();
    expect(world.status().removals).toMatchObject([{ member: 'arc-4', result: 'Removed' }]);
    await world.pass();
    expect(world.store.sent).toEqual(['arc-4']);
  });

  test('a spec that is not valid: reported once, nobody is asked, no pass is wanted', async () => {
    const world = World.healthy({ admin: { pollInterval: 'soon' } });
    expect(await world.pass()).toBe(Infinity);
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.count('update', 'raftclusters')).toBe(1);
    expect(world.reasons).toEqual(['InvalidSpec']);
  });

  test('a status that cannot be understood: nothing is done, the log says why', async () => {
    const world = World.healthy();
    world.apply(raftCluster({ status: { removal: { member: 7 } } }));
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.calls).toEqual([]);
    expect(world.log.lines).toMatchObject([{ level: 'error' }]);
  });

  test('a RaftCluster that is being deleted', async () => {
    const world = await World.scaledDown();
    world.apply(raftCluster({ metadata: { deletionTimestamp: '2027-01-01T00:00:00Z' } }));
    const { length } = world.store.requests;
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toHaveLength(length);
  });

  test('a RaftCluster that is gone: its connections are closed', async () => {
    const world = World.healthy();
    await world.pass();
    world.delete('raftclusters', 'arc');
    expect(await world.pass()).toBe(Infinity);
    expect(world.http.made.map(({ closed }) => closed)).toEqual([true, true]);
  });
});

describe('a standby', () => {
  test('asks nobody and writes nothing', async () => {
    const world = World.healthy();
    world.leading = false;
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.calls).toEqual([]);
  });

  test('keeps sightings, so that a takeover removes at once what has settled', async () => {
    const world = World.healthy();
    await world.pass();
    world.leading = false;
    world.scale(4);
    await world.pass();
    await world.clock.advance(61_000);
    world.leading = true;
    await world.pass();
    expect(world.store.sent).toEqual(['arc-4']);
  });

  test('forgets a sighting when the pod was there for a moment', async () => {
    const world = await World.scaledDown();
    world.leading = false;
    world.apply(pod('arc-4'));
    world.delete('pods', 'arc-4');
    world.leading = true;
    await world.pass();
    expect(world.store.deletions).toEqual([]);
  });

  test('a pass that loses the leadership while it waits ends without a word', async () => {
    const world = World.healthy();
    world.store.reading = () => void (world.leading = false);
    expect(await world.pass()).toBe(Infinity);
    expect(world.kube.count('update', 'raftclusters')).toBe(0);
  });
});

test('a stop ends a round over pods that hang, and nothing is concluded from it', async () => {
  const world = World.healthy();
  world.store.reading = async () => {
    world.stopping.abort();
    return new Promise(() => {});
  };
  expect(await world.pass()).toBe(Infinity);
  expect(world.kube.count('update', 'raftclusters')).toBe(0);
});

test('a pod without an address is not asked, and does not hold up the others', async () => {
  const world = World.healthy();
  world.apply(pod('arc-4', { ip: null }));
  await world.pass();
  expect(world.store.requests).not.toContain('read arc-4');
  expect(world.store.requests).not.toContain('read ?');
  expect(world.status().leader).toBe('arc-0');
});

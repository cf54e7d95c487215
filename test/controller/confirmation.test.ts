import { describe, expect, test } from '@jest/globals';

import { pod, raftCluster, statefulSet } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const conflict = expect.objectContaining({ code: 'conflict' });

test('asks the leader by its own address, and reads everything afresh after the round of the confirmation', async () => {
  const world = await World.scaledDown();
  const order: string[] = [];
  world.store.reading = (id) => void order.push(`read ${id}`);
  world.kube.before = ({ verb, resource, name }) => void order.push(`${verb} ${resource} ${name}`);
  await world.pass();
  const uncached = ['get raftclusters arc', 'get pods arc-4', 'get statefulsets arc'];
  expect(order.filter((step) => step.startsWith('get '))).toEqual(uncached);
  expect(order.slice(order.indexOf('get raftclusters arc'))).toEqual([...uncached, 'update raftclusters arc']);
  expect(world.store.deletions).toEqual([{ id: 'arc-4', origin: 'http://10.0.0.1:8000', sent: true }]);
});

describe('sends nothing when the caches say yes, but fresh reads say that', () => {
  test.each<[string, (world: World) => void]>([
    ['the set wants the pod again', (world) => world.apply(statefulSet({ replicas: 5, generation: 3 }))],
    [
      'the set is another one',
      (world) =>
        world.apply({
          ...statefulSet({ replicas: 4, generation: 2 }),
          metadata: { ...statefulSet().metadata, uid: 'another', generation: 2 },
        }),
    ],
    ['the set is gone', (world) => world.delete('statefulsets', 'arc')],
    [
      'the RaftCluster is suspended',
      (world) => world.apply(raftCluster({ spec: { suspend: true }, metadata: { generation: 2 } })),
    ],
    ['the RaftCluster is another one', (world) => world.apply(raftCluster({ uid: 'another' }))],
    ['the RaftCluster is gone', (world) => world.delete('raftclusters', 'arc')],
  ])('%s: the pass starts over', async (_, change) => {
    const world = await World.scaledDown();
    world.blind = true;
    change(world);
    await expect(world.pass()).rejects.toEqual(conflict);
    expect(world.store.deletions).toEqual([]);
  });

  test('the pod is back: it is reported', async () => {
    const world = await World.scaledDown();
    world.blind = true;
    world.apply(pod('arc-4'));
    await world.pass();
    expect(world.store.deletions).toEqual([]);
    expect(world.verdicts()['arc-4']).toBe('PodPresent');
  });

  test('the controller has not seen the newest generation: it is reported', async () => {
    const world = await World.scaledDown();
    world.blind = true;
    world.apply(statefulSet({ replicas: 4, generation: 2, observedGeneration: 1 }));
    await world.pass();
    expect(world.store.deletions).toEqual([]);
    expect(world.verdicts()['arc-4']).toBe('SetNotObserved');
  });

  test('the RaftCluster is being deleted', async () => {
    const world = await World.scaledDown();
    world.blind = true;
    const { metadata, ...rest } = world.kube.peek('raftclusters', 'arc');
    world.apply({ ...rest, metadata: { ...metadata, deletionTimestamp: '2027-01-01T00:00:00Z' } });
    await world.pass();
    expect(world.store.deletions).toEqual([]);
  });

  test('the leader leads no more', async () => {
    const world = await World.scaledDown();
    // After the cached round: four pods twice, the leader among them.
    let reads = 0;
    world.store.reading = (id) => {
      reads += 1;
      if (reads <= 8) return undefined;
      return { kind: 'view', view: world.store.view(id, { role: 'Follower', leaderId: null }) };
    };
    await world.pass();
    expect(world.store.deletions).toEqual([]);
    expect(world.kube.count('get', 'pods')).toBe(1);
  });

  test('another member’s turn it is: the pass starts over, and no record is left', async () => {
    const world = await World.scaledDown(3);
    world.blind = true;
    world.apply(pod('arc-4'));
    await expect(world.pass()).rejects.toEqual(conflict);
    expect(world.store.deletions).toEqual([]);
    expect(world.status().removal).toBeUndefined();
  });
});

test('a sighting that an event ended during the round does not come back with the pass', async () => {
  const world = await World.scaledDown();
  world.store.reading = () => {
    world.store.reading = undefined;
    world.apply(pod('arc-4'));
    world.delete('pods', 'arc-4');
  };
  await world.pass();
  expect(world.store.deletions).toEqual([]);
  expect(world.verdicts()['arc-4']).toBe('Settling');
});

test('a sighting that an event ended during the fresh reads stops the removal', async () => {
  const world = await World.scaledDown();
  world.kube.before = ({ resource }) => {
    if (resource !== 'pods') return;
    world.apply(pod('arc-4'));
    world.delete('pods', 'arc-4');
  };
  await world.pass();
  expect(world.store.deletions).toEqual([]);
});

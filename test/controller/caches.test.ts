import { expect, test } from '@jest/globals';

import { namespace, pod, raftCluster } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const clustersOf = (world: World, set: string): readonly string[] =>
  world.caches.clustersOf(namespace, set).map(({ name }) => name);
const podsOf = (world: World): readonly string[] => {
  const set = world.caches.set(namespace, 'arc');
  return set ? world.caches.podsOf(set).map(({ name }) => name) : [];
};

test('knows the pods that a StatefulSet controls, by its UID', () => {
  const world = World.healthy();
  world.apply(pod('arc-5', { set: 'other' }));
  world.apply(pod('arc-6', { owned: false }));
  expect(podsOf(world)).toEqual(['arc-0', 'arc-1', 'arc-2', 'arc-3', 'arc-4']);
  world.delete('pods', 'arc-4');
  world.apply(pod('arc-3', { owned: false }));
  world.apply(pod('arc-2', { uid: 'successor' }));
  expect(podsOf(world)).toEqual(['arc-0', 'arc-1', 'arc-2']);
});

test('knows which RaftClusters need facts of a StatefulSet, through every change of their specs', () => {
  const world = new World();
  world.apply(raftCluster());
  world.apply(raftCluster({ name: 'second', spec: { members: [{ statefulSet: 'arc' }, { statefulSet: 'more' }] } }));
  expect(clustersOf(world, 'arc')).toEqual(['arc', 'second']);
  world.apply(
    raftCluster({ name: 'second', spec: { members: [{ statefulSet: 'more' }] }, metadata: { generation: 2 } }),
  );
  expect(clustersOf(world, 'arc')).toEqual(['arc']);
  expect(clustersOf(world, 'more')).toEqual(['second']);
  world.apply(raftCluster({ name: 'second', spec: { members: [] }, metadata: { generation: 3 } }));
  expect(clustersOf(world, 'more')).toEqual([]);
  world.delete('raftclusters', 'arc');
  expect(clustersOf(world, 'arc')).toEqual([]);
});

test('knows the StatefulSets that decommissioned ids name as well', () => {
  const world = new World();
  world.apply(raftCluster({ spec: { decommission: ['gone-3'] } }));
  expect(clustersOf(world, 'gone')).toEqual(['arc']);
});

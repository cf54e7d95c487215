import { expect, test } from '@jest/globals';

import { pod } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const key = 'store/arc';
const floor = (world: World) => world.status().statefulSets?.[0]?.minSafeReplicas;
const writes = (world: World) => world.kube.count('update', 'raftclusters');

/** Five voters whose floor is 3; from now on the nodes that are asked never answer. */
async function hanging(): Promise<World> {
  const world = World.healthy();
  await world.pass();
  expect(floor(world)).toBe(3);
  world.store.reading = async () => new Promise<never>(() => {});
  void world.controller.run(world.reconciler, world.stopping.signal);
  await world.clock.advance(1_000);
  return world;
}

test('a floor is raised within a second of a pod that goes, while the pass waits for nodes that hang', async () => {
  const world = await hanging();
  const before = writes(world);
  world.delete('pods', 'arc-1');
  await world.clock.advance(500);
  expect(floor(world)).toBe(4);
  expect(writes(world)).toBe(before + 1);
  world.stopping.abort();
});

test('so is that of a voter whose pod is not Ready any more', async () => {
  const world = await hanging();
  world.apply(pod('arc-2', { ready: false }));
  await world.clock.advance(500);
  expect(floor(world)).toBe(4);
  world.stopping.abort();
});

test('so is that of a set that shrinks', async () => {
  const world = await hanging();
  world.scale(4);
  world.apply(pod('arc-4', { deletionTimestamp: '2026-01-01T00:00:00Z' }));
  await world.clock.advance(500);
  expect(world.status().statefulSets).toMatchObject([{ replicas: 4, minSafeReplicas: 4 }]);
  world.stopping.abort();
});

test('nothing is written while nothing has become too low', async () => {
  const world = await hanging();
  const before = writes(world);
  await world.clock.advance(60_000);
  world.apply(pod('arc-2'));
  await world.clock.advance(60_000);
  expect(writes(world)).toBe(before);
  world.stopping.abort();
});

test('a pass that nobody holds up writes once', async () => {
  const world = World.healthy();
  void world.controller.run(world.reconciler, world.stopping.signal);
  await world.clock.advance(5_000);
  const before = writes(world);
  world.delete('pods', 'arc-1');
  await world.clock.advance(5_000);
  expect(floor(world)).toBe(4);
  expect(writes(world)).toBe(before + 1);
  world.stopping.abort();
});

test.each<[string, (world: World) => void]>([
  ['does not lead', (world) => void (world.leading = false)],
  ['has lost the RaftCluster', (world) => world.delete('raftclusters', 'arc')],
])('an operator that %s raises nothing', async (_, change) => {
  const world = World.healthy();
  await world.pass();
  change(world);
  world.delete('pods', 'arc-1');
  const before = writes(world);
  await world.reconciler.raise(key, new Set(), world.stopping.signal);
  expect(writes(world)).toBe(before);
});

test.each([{ suspend: true }, { removal: { delay: 'soon' } }])(
  'nothing is raised under a spec that says %j',
  async (spec) => {
    const world = World.healthy(spec);
    await world.pass();
    world.delete('pods', 'arc-1');
    const before = writes(world);
    await world.reconciler.raise(key, new Set(), world.stopping.signal);
    expect(writes(world)).toBe(before);
  },
);

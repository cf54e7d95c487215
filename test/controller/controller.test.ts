import { expect, test } from '@jest/globals';

import { Controller } from '../../src/controller/controller.ts';
import { projectPod } from '../../src/controller/projections.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { pod, raftCluster, statefulSet } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

/** A controller over the caches of `world`, all of whose passes are recorded and end as `pass` says. */
function running(world: World, pass: (key: string) => Promise<number> = async () => Infinity) {
  const { clock, random, logs, caches, memories } = world;
  const controller = new Controller({ clock, random, logs, metrics: noMetrics, caches, memories });
  const passes: string[] = [];
  const stop = new AbortController();
  const reconcile = async (key: string) => {
    passes.push(key);
    return { wakeAt: await pass(key) };
  };
  const ended = controller.run({ reconcile, raise: async () => {} }, stop.signal);
  const next = async (): Promise<readonly string[]> => {
    await clock.advance(0);
    return passes.splice(0);
  };
  return { controller, next, stop, ended, clock };
}

function twoClusters(): World {
  const world = World.healthy();
  world.apply(raftCluster({ name: 'other', spec: { members: [{ statefulSet: 'another' }] } }));
  return world;
}

test('begins with everything there is', async () => {
  const { next } = running(twoClusters());
  expect(await next()).toEqual(['store/arc', 'store/other']);
});

test('wakes the RaftClusters that a StatefulSet or a pod concerns, and no others', async () => {
  const world = twoClusters();
  const { controller, next } = running(world);
  await next();
  const set = world.caches.set('store', 'arc');
  if (!set) throw new Error('no set');
  controller.onSet({ type: 'updated', previous: set, object: set });
  expect(await next()).toEqual(['store/arc']);
  controller.onPod({ type: 'deleted', object: projectPod(pod('arc-4')) });
  expect(await next()).toEqual(['store/arc']);
  controller.onPod({ type: 'added', object: projectPod(pod('arc-7', { owned: false })) });
  expect(await next()).toEqual([]);
});

test('wakes the former owner of a pod, too', async () => {
  const { controller, next } = running(twoClusters());
  await next();
  controller.onPod({
    type: 'updated',
    previous: projectPod(pod('arc-4')),
    object: projectPod(pod('arc-4', { owned: false })),
  });
  expect(await next()).toEqual(['store/arc']);
});

test('an update of a pod that changes nothing that decisions rest on wakes nobody', async () => {
  const { controller, next } = running(twoClusters());
  await next();
  const object = projectPod(pod('arc-4'));
  controller.onPod({ type: 'updated', previous: object, object: { ...object, resourceVersion: '9' } });
  expect(await next()).toEqual([]);
  controller.onPod({ type: 'updated', previous: object, object: { ...object, terminating: true } });
  expect(await next()).toEqual(['store/arc']);
});

test('a status that the operator wrote itself wakes nobody; a new spec, a deletion, a foreign record do', async () => {
  const world = World.healthy();
  const { controller, next } = running(world);
  await next();
  const [previous] = world.caches.clusters();
  if (!previous || 'invalid' in previous.status) throw new Error('no cluster');
  const { metadata, status } = previous;
  const removal = { member: 'arc-4', holder: 'another', phase: 'Removing' as const, startedAt: 'then', attempts: 1 };
  const update = (object: typeof previous) => controller.onCluster({ type: 'updated', previous, object });
  update({ ...previous, status: { ...status, voters: 4 } });
  expect(await next()).toEqual([]);
  update({ ...previous, metadata: { ...metadata, generation: 2 } });
  expect(await next()).toEqual(['store/arc']);
  update({ ...previous, metadata: { ...metadata, deletionTimestamp: 'now' } });
  expect(await next()).toEqual(['store/arc']);
  update({ ...previous, status: { ...status, removal } });
  expect(await next()).toEqual(['store/arc']);
  update({ ...previous, status: { invalid: 'no longer understood' } });
  expect(await next()).toEqual(['store/arc']);
});

test('whoever asks for a look at once wakes it, as often as that may be one pass at a time; other annotations do not', async () => {
  const world = World.healthy();
  const { promise: held, resolve: release } = Promise.withResolvers<number>();
  const { controller, next } = running(world, () => held);
  expect(await next()).toEqual(['store/arc']);
  const object = world.caches.cluster('store', 'arc');
  if (!object) throw new Error('no RaftCluster');
  const annotated = (annotations: object) => ({ ...object, metadata: { ...object.metadata, annotations } });
  for (let count = 0; count < 1000; count++) {
    const [previous, now] = [count, count + 1].map((at) => annotated({ 'raftcluster.dev/requestedAt': `${at}` }));
    if (previous && now) controller.onCluster({ type: 'updated', previous, object: now });
  }
  release(Infinity);
  expect(await next()).toEqual(['store/arc']);
  const same = annotated({ 'reconcile.fluxcd.io/requestedAt': '1' });
  controller.onCluster({ type: 'updated', previous: same, object: { ...same, resourceVersion: '9' } });
  expect(await next()).toEqual([]);
});

test('a RaftCluster that comes, gives up a StatefulSet, or goes wakes its rivals', async () => {
  const world = World.healthy();
  const { controller, next } = running(world);
  await next();
  const tell = world.controller;
  // The world's own controller keeps the caches; this one is told the same.
  tell.onCluster = (event) => controller.onCluster(event);
  world.apply(raftCluster({ name: 'rival' }));
  expect(await next()).toEqual(['store/rival', 'store/arc']);
  world.apply(
    raftCluster({ name: 'rival', spec: { members: [{ statefulSet: 'mine' }] }, metadata: { generation: 2 } }),
  );
  expect(await next()).toEqual(['store/rival', 'store/arc']);
  world.delete('raftclusters', 'rival');
  expect(await next()).toEqual(['store/rival']);
});

test('a pass that fails is tried again with backoff; conflicts are no news, the rest is warned of, defects are errors', async () => {
  const world = World.healthy();
  const errors: unknown[] = [new KubeError('conflict', 'a'), new KubeError('unavailable', 'b'), new TypeError('c')];
  const { next, clock } = running(world, async () => {
    if (errors.length > 0) throw errors.shift();
    return Infinity;
  });
  expect(await next()).toEqual(['store/arc']);
  expect(await next()).toEqual([]);
  await clock.advance(10_000);
  expect(await next()).toHaveLength(3);
  expect(world.log.lines.map(({ level }) => level)).toEqual(['debug', 'warn', 'error']);
});

test('a stop waits for the passes under way, and begins no more', async () => {
  const world = twoClusters();
  const gate = Promise.withResolvers<number>();
  const { next, stop, ended, controller, clock } = running(world, async () => gate.promise);
  await next();
  let over = false;
  const end = ended.then(() => (over = true));
  stop.abort();
  controller.again('store/arc');
  await clock.advance(1000);
  expect(over).toBe(false);
  gate.resolve(0);
  await end;
  expect(await next()).toEqual([]);
});

test('ends at once when it was stopped before it began', async () => {
  const world = World.healthy();
  const { clock, random, logs, caches, memories } = world;
  const controller = new Controller({ clock, random, logs, metrics: noMetrics, caches, memories });
  const reconcile = async (): Promise<never> => Promise.reject(new Error('a pass'));
  await controller.run({ reconcile, raise: async () => {} }, AbortSignal.abort());
  expect(world.log.lines).toEqual([]);
});

test('a pass that is under way for more than ten minutes hangs, one that fails and is tried again does not', async () => {
  const gate = Promise.withResolvers<number>();
  const { controller, next, clock } = running(World.healthy(), async () => gate.promise);
  await next();
  await clock.advance(600_000);
  expect(controller.hung()).toEqual([]);
  await clock.advance(1);
  expect(controller.hung()).toEqual(['1 passes have been under way for more than 600 s']);
  const named = Object.fromEntries(
    Object.entries(controller.samples()).flatMap(([name, read]) =>
      [...read()].map(({ value }) => [name, value] as const),
    ),
  );
  expect(named).toMatchObject({ workqueue_longest_running_processor_seconds: 600.001, workqueue_depth: 0 });
  gate.resolve(Infinity);
  await next();
  expect(controller.hung()).toEqual([]);

  const failing = running(World.healthy(), async () => {
    throw new KubeError('unavailable', 'the API server is away');
  });
  await failing.next();
  await failing.clock.advance(3_600_000);
  expect(failing.controller.hung()).toEqual([]);
});

test('an event ends a sighting before any pass', async () => {
  const world = World.healthy();
  await world.settleAt(4);
  const [cluster] = world.caches.clusters();
  if (!cluster) throw new Error('no cluster');
  expect(world.memories.of(cluster, 0).sightings.size).toBe(1);
  world.apply(statefulSet({ replicas: 5, generation: 3 }));
  expect(world.memories.of(cluster, 0).sightings.size).toBe(0);
});

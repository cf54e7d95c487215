import { describe, expect, test } from '@jest/globals';

import { KubeError } from '../../src/kube/kube-error.ts';
import { raftCluster } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const total = (result: string): string =>
  `controller_runtime_reconcile_total{controller="raftcluster",result="${result}"}`;
const ofQueue = (name: string): string => `workqueue_${name}{name="raftcluster",controller="raftcluster"}`;
const ofController = (name: string): string => `controller_runtime_${name}{controller="raftcluster"}`;

/** The world's own controller at work, all of whose passes end as `pass` says. */
function running(world: World, pass: () => Promise<number>): AbortController {
  const stop = new AbortController();
  void world.controller.run({ reconcile: async () => ({ wakeAt: await pass() }), raise: async () => {} }, stop.signal);
  return stop;
}

async function results(world: World): Promise<Readonly<Record<string, number>>> {
  const series = await world.series();
  const counted: Record<string, number> = {};
  for (const name of ['success', 'requeue', 'requeue_after', 'error']) {
    const value = series[total(name)];
    if (value !== 0) counted[name] = value ?? NaN;
  }
  return counted;
}

describe('a pass is counted by how it ended, in controller-runtime’s words', () => {
  const ends: readonly [string, (now: number) => number][] = [
    ['success', () => Infinity],
    ['requeue_after', (now) => now + 1],
    ['requeue_after', (now) => now + 60_000],
    ['requeue', (now) => now],
    ['requeue', (now) => now - 1],
  ];
  test.each(ends)('%s', async (result, wakeAt) => {
    const world = World.healthy();
    let passes = 0;
    running(world, async () => (passes++ === 0 ? wakeAt(world.clock.now().monotonic) : new Promise(() => {})));
    await world.clock.advance(0);
    expect(await results(world)).toEqual({ [result]: 1 });
  });

  test('error, and a defect as a panic besides', async () => {
    const world = World.healthy();
    const errors: unknown[] = [new KubeError('unavailable', 'away'), new TypeError('a defect')];
    running(world, async () => {
      if (errors.length > 0) throw errors.shift();
      return Infinity;
    });
    await world.clock.advance(10_000);
    expect(await results(world)).toEqual({ error: 2, success: 1 });
    expect(await world.series()).toMatchObject({
      [ofController('reconcile_errors_total')]: 2,
      [ofController('reconcile_panics_total')]: 1,
      [ofController('reconcile_time_seconds_count')]: 3,
      [ofQueue('retries_total')]: 2,
      [ofQueue('adds_total')]: 3,
    });
  });

  test('what a stop breaks off is no defect', async () => {
    const world = World.healthy();
    const gate = Promise.withResolvers<number>();
    const stop = running(world, async () => gate.promise);
    await world.clock.advance(0);
    stop.abort();
    gate.reject(new TypeError('broken off'));
    await world.clock.advance(0);
    expect((await world.series())[ofController('reconcile_panics_total')]).toBe(0);
  });
});

test('the queue and its workers are seen at work', async () => {
  const world = World.healthy();
  world.apply(raftCluster({ name: 'other', spec: { members: [{ statefulSet: 'another' }] } }));
  const gates = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const waiting = [...gates];
  running(world, async () => waiting.shift()?.promise ?? Infinity);
  await world.clock.advance(0);
  await world.clock.advance(3000);
  gates[0]?.resolve(Infinity);
  await world.clock.advance(2000);
  expect(await world.series()).toMatchObject({
    [ofController('max_concurrent_reconciles')]: 64,
    [ofController('active_workers')]: 1,
    [ofQueue('depth')]: 0,
    [ofQueue('adds_total')]: 2,
    [ofQueue('unfinished_work_seconds')]: 5,
    [ofQueue('longest_running_processor_seconds')]: 5,
    [ofQueue('work_duration_seconds_sum')]: 3,
    [ofQueue('work_duration_seconds_count')]: 1,
    [ofQueue('queue_duration_seconds_count')]: 2,
    [ofController('reconcile_time_seconds_sum')]: 3,
  });
});

test('a RaftCluster that waits for a worker is depth, and its wait is measured', async () => {
  const world = new World();
  for (let index = 0; index < 65; index++) {
    world.apply(raftCluster({ name: `c${index}`, spec: { members: [{ statefulSet: `s${index}` }] } }));
  }
  const gates: PromiseWithResolvers<number>[] = [];
  running(world, async () => {
    const gate = Promise.withResolvers<number>();
    gates.push(gate);
    return gate.promise;
  });
  await world.clock.advance(0);
  await world.clock.advance(4000);
  expect(await world.series()).toMatchObject({ [ofController('active_workers')]: 64, [ofQueue('depth')]: 1 });
  gates[0]?.resolve(Infinity);
  await world.clock.advance(0);
  expect(await world.series()).toMatchObject({ [ofQueue('depth')]: 0, [ofQueue('queue_duration_seconds_sum')]: 4 });
});

test('a store that never answers hangs a pass, and ten minutes later the operator says so', async () => {
  const world = World.healthy();
  const stop = new AbortController();
  world.store.reading = async () => new Promise(() => {});
  void world.controller.run(world.reconciler, stop.signal);
  await world.clock.advance(600_000);
  expect(world.controller.hung()).toEqual([]);
  await world.clock.advance(1);
  expect(world.controller.hung()).toEqual(['1 passes have been under way for more than 600 s']);
});

describe('requests to a store', () => {
  const request = (operation: string, result: string, part: string): string =>
    `raftcluster_admin_request_duration_seconds_${part}{store="Arc",operation="${operation}",result="${result}"}`;

  test('are timed by what they were for and what they brought', async () => {
    const world = await World.scaledDown();
    world.store.answer = { kind: 'unknown', message: 'reset while removing arc-4' };
    world.store.removing = async () => world.clock.sleep(700);
    await world.pass();
    await world.clock.advance(1000);
    const series = await world.series();
    expect(series[request('remove', 'unknown', 'count')]).toBe(1);
    expect(series[request('remove', 'unknown', 'sum')]).toBe(0.7);
    expect(series[request('mayRemove', 'allowed', 'count')]).toBe(1);
    expect(series[request('read', 'view', 'count')]).toBe(
      world.store.requests.filter((text) => text.startsWith('read ')).length,
    );
  });

  test('that fail are told from those that do not', async () => {
    const world = World.healthy();
    world.store.reading = (id) =>
      id === 'arc-3' ? { kind: 'failed', failure: 'unreachable', message: 'arc-3 is down' } : undefined;
    await world.pass();
    const series = await world.series();
    expect(series[request('read', 'failed', 'count')]).toBeGreaterThan(0);
    expect(series[request('read', 'view', 'count')]).toBeGreaterThan(0);
  });
});

test('no label holds a member id, an address of one, or a token', async () => {
  const world = await World.scaledDown(3);
  world.store.answer = { kind: 'unknown', message: 'arc-4 at 10.0.0.5: the-token' };
  world.store.obeys = false;
  await world.pass();
  await world.clock.advance(21_000);
  await world.pass();
  world.store.obeys = true;
  for (let pass = 0; pass < 6; pass++) {
    await world.pass();
    await world.clock.advance(20_000);
  }
  expect(world.status().removals?.length).toBeGreaterThan(1);
  const names = Object.keys(await world.series());
  expect(names.filter((name) => /arc-\d|10\.0\.0|token/.test(name))).toEqual([]);
  const values = names.flatMap((name) => [...name.matchAll(/(\w+)="([^"]*)"/g)]);
  const open = values.filter(([, label]) => !['le', 'namespace', 'name'].includes(label ?? ''));
  expect(open.filter(([, , value]) => !/^\w+$/.test(value ?? ''))).toEqual([]);
});

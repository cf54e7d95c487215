import { expect, test } from '@jest/globals';

import { raftCluster } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

/** Of one RaftCluster: `voters: 5`, `ready Healthy: 1`, without the prefix. */
async function samplesOf(world: World, name = 'arc'): Promise<readonly string[]> {
  const mine = `namespace="store",name="${name}"`;
  return Object.entries(await world.series()).flatMap(([series, value]) => {
    const [metric = '', labels = ''] = series.replace('raftcluster_', '').split('{');
    if (!labels.startsWith(mine)) return [];
    const others = [...labels.slice(mine.length).matchAll(/"(\w+)"/g)].map(([, text]) => text);
    return [`${[metric, ...others].join(' ')}: ${value}`];
  });
}

const age = (samples: readonly string[]): number =>
  Number(samples.find((text) => text.startsWith('oldest_dead_voter_age_seconds'))?.split(': ')[1]);

test('a healthy cluster: what its status says, and nothing else', async () => {
  const world = World.healthy();
  await world.pass();
  expect((await samplesOf(world)).toSorted()).toEqual([
    'dead_voters: 0',
    'fault_tolerance: 2',
    'live_voters: 5',
    'members Keep InRange: 5',
    'oldest_dead_voter_age_seconds: 0',
    'ready Healthy: 1',
    'removal_delay_seconds: 60',
    'removals_total NotRemoved: 0',
    'removals_total Removed: 0',
    'suspended: 0',
    'voters: 5',
  ]);
});

test('a voter that is missing ages from its first sighting, whoever asks and however often', async () => {
  const world = await World.scaledDown(4, { removal: { mode: 'Observe' } });
  await world.pass();
  const before = await samplesOf(world);
  expect(before).toEqual(
    expect.arrayContaining(['voters: 5', 'live_voters: 4', 'dead_voters: 1', 'fault_tolerance: 1']),
  );
  expect(age(before)).toBeGreaterThan(60);
  await world.clock.advance(5000);
  expect(age(await samplesOf(world)) - age(before)).toBe(5);
});

test('of several the oldest counts', async () => {
  const world = await World.scaledDown(4, { removal: { mode: 'Observe' } });
  world.scale(3);
  await world.pass();
  expect(age(await samplesOf(world))).toBeGreaterThan(60);
});

test('a voter that is down but wanted is dead, and not missing', async () => {
  const world = World.healthy();
  await world.pass();
  world.store.reading = (id) =>
    id === 'arc-3' ? { kind: 'failed', failure: 'unreachable', message: 'down' } : undefined;
  await world.pass();
  expect(await samplesOf(world)).toEqual(
    expect.arrayContaining(['dead_voters: 1', 'oldest_dead_voter_age_seconds: 0']),
  );
});

test('a decommissioned voter of no StatefulSet ages, too', async () => {
  const world = World.healthy({ decommission: ['old-0'], removal: { mode: 'Observe' } });
  world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3', 'arc-4', 'old-0');
  await world.pass();
  await world.clock.advance(30_000);
  await world.pass();
  expect(age(await samplesOf(world))).toBeGreaterThanOrEqual(30);
});

test('says what blocks a removal while it does, and how many members wait for what', async () => {
  const world = await World.scaledDown(3, { removal: { mode: 'Observe' } });
  await world.pass();
  const samples = await samplesOf(world);
  expect(samples.filter((text) => /^(ready|removal_blocked|members)/.test(text)).toSorted()).toEqual([
    'members Blocked ObserveOnly: 2',
    'members Keep InRange: 3',
    'ready DeadVoterPending: 0',
    'removal_blocked ObserveOnly: 1',
  ]);
  world.apply(raftCluster({ metadata: { generation: 2 }, status: world.status() }));
  for (let pass = 0; pass < 6; pass++) {
    await world.pass();
    await world.clock.advance(1000);
  }
  const after = await samplesOf(world);
  expect(after.filter((text) => /^(ready|removal_blocked|members|removals|stalled)/.test(text)).toSorted()).toEqual([
    'members Keep InRange: 3',
    'ready Healthy: 1',
    'removals_total NotRemoved: 0',
    'removals_total Removed: 2',
  ]);
});

test('one that nothing is known of is there, and nothing was removed', async () => {
  expect((await samplesOf(World.healthy())).toSorted()).toEqual([
    'removal_delay_seconds: 60',
    'removals_total NotRemoved: 0',
    'removals_total Removed: 0',
    'suspended: 0',
  ]);
});

test('a suspended one has no voters: what its status says of them is old', async () => {
  const world = World.healthy();
  await world.pass();
  world.apply(raftCluster({ metadata: { generation: 2 }, spec: { suspend: true }, status: world.status() }));
  await world.pass();
  expect(world.status().voters).toBe(5);
  expect((await samplesOf(world)).toSorted()).toEqual([
    'removal_delay_seconds: 60',
    'removals_total NotRemoved: 0',
    'removals_total Removed: 0',
    'suspended: 1',
  ]);
});

test('says why the operator cannot go on', async () => {
  const world = World.healthy();
  await world.pass();
  world.apply(raftCluster({ metadata: { generation: 2 }, spec: { members: [] }, status: world.status() }));
  await world.pass();
  const samples = await samplesOf(world);
  expect(samples).toEqual(expect.arrayContaining(['stalled InvalidSpec: 1', 'ready InvalidSpec: 0', 'suspended: 0']));
  expect(samples.filter((text) => /^(live|dead|fault|removal_delay)/.test(text))).toEqual([]);
});

test('without a proven leader nobody knows who lives', async () => {
  const world = World.healthy();
  await world.pass();
  world.store.reading = () => ({ kind: 'failed', failure: 'unreachable', message: 'down' });
  await world.pass();
  const samples = await samplesOf(world);
  expect(samples).toEqual(expect.arrayContaining(['voters: 5', 'ready AdminUnreachable: 0']));
  expect(samples.filter((text) => /^(live|dead|fault)/.test(text))).toEqual([]);
});

test('one whose status is not understood is there, and says nothing', async () => {
  const world = new World();
  world.apply(raftCluster({ status: { removals: 'many' } }));
  expect(await samplesOf(world)).toEqual(['suspended: 0']);
});

import { expect, test } from '@jest/globals';

import { clusterSamples } from '../../src/controller/cluster-samples.ts';
import { World } from './fakes/world.ts';

/** `name reason: value` without the prefix. */
function samplesOf(world: World): readonly string[] {
  return [...world.caches.clusters()].flatMap((cluster) =>
    clusterSamples(cluster, world.memories.known(cluster), world.clock.now().monotonic).map(
      ({ name, labels, value }) => `${name.replace('raftcluster_', '')} ${labels['reason'] ?? '-'}: ${value}`,
    ),
  );
}

test('a healthy cluster', async () => {
  const world = World.healthy();
  await world.pass();
  expect(samplesOf(world)).toEqual(
    expect.arrayContaining([
      'voters -: 5',
      'live_voters -: 5',
      'dead_voters -: 0',
      'fault_tolerance -: 2',
      'oldest_dead_voter_age_seconds -: 0',
    ]),
  );
});

test('a dead voter ages from its first sighting', async () => {
  const world = await World.scaledDown(4, { removal: { mode: 'Observe' } });
  await world.pass();
  const before = samplesOf(world);
  expect(before).toContain('dead_voters -: 1');
  const age = (samples: readonly string[]): number =>
    Number(samples.find((text) => text.startsWith('oldest_dead_voter_age_seconds'))?.split(': ')[1]);
  expect(age(before)).toBeGreaterThan(60);
  await world.clock.advance(5000);
  expect(age(samplesOf(world)) - age(before)).toBe(5);
});

test('one that nothing is known of has no voters', () => {
  expect(samplesOf(World.healthy())).toEqual(['oldest_dead_voter_age_seconds -: 0']);
});

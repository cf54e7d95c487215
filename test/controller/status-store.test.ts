import { expect, test } from '@jest/globals';

import { World } from './fakes/world.ts';

async function setUp() {
  const world = World.healthy();
  await world.pass();
  const [cluster] = world.caches.clusters();
  if (!cluster || 'invalid' in cluster.status) throw new Error('no cluster');
  world.kube.calls.length = 0;
  world.events.length = 0;
  return { world, cluster: { ...cluster, status: cluster.status } };
}

test('writes a status whole, and remembers the object as it is afterwards', async () => {
  const { world, cluster } = await setUp();
  const { leader: _, ...status } = cluster.status;
  const written = await world.statuses.write(cluster, status, {});
  expect(written.status).toEqual(status);
  expect(world.status()).toEqual(status);
  expect([...world.caches.clusters()][0]?.resourceVersion).toBe(written.resourceVersion);
});

test('writes nothing and tells nothing when nothing changed', async () => {
  const { world, cluster } = await setUp();
  expect(await world.statuses.write(cluster, { ...cluster.status }, {})).toBe(cluster);
  expect(world.kube.calls).toEqual([]);
  expect(world.events).toEqual([]);
});

test('writes only onto the state that the status was decided on, and tells nothing otherwise', async () => {
  const { world, cluster } = await setUp();
  world.kube.put(world.kube.peek('raftclusters', 'arc'));
  await expect(world.statuses.write(cluster, {}, {})).rejects.toMatchObject({ code: 'conflict' });
  await expect(world.statuses.write({ ...cluster, uid: 'another' }, {}, {})).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(world.events).toEqual([]);
});

test('tells a change in an event and a log line about the RaftCluster', async () => {
  const { world, cluster } = await setUp();
  const removal = {
    member: 'arc-4',
    holder: 'me',
    phase: 'Removing' as const,
    startedAt: '2026-01-01T00:00:00.000Z',
    attempts: 1,
  };
  await world.statuses.write(cluster, { ...cluster.status, removal }, {});
  const regarding = {
    apiVersion: 'raftcluster.dev/v1alpha1',
    kind: 'RaftCluster',
    namespace: 'store',
    name: 'arc',
    uid: 'uid-arc',
  };
  expect(world.events).toMatchObject([{ reason: 'RemovingVoter', regarding }]);
  expect(world.log.lines.at(-1)).toMatchObject({
    level: 'info',
    fields: { raftCluster: 'store/arc', reason: 'RemovingVoter' },
  });
});

import { expect, test } from '@jest/globals';

import { raftCluster, secret } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const annotation = 'raftcluster.dev/requestedAt';

/** Somebody gives the annotation this value; spec and status stay. */
function ask(world: World, value: string): void {
  const { metadata, status, spec } = world.kube.peek('raftclusters', 'arc');
  world.apply({
    ...raftCluster({ status: status as object, metadata: { ...metadata, annotations: { [annotation]: value } } }),
    spec,
  });
}

test('who asks for a look sees in the status that everybody was asked', async () => {
  const world = World.healthy();
  await world.pass();
  expect(world.status()).not.toHaveProperty('lastHandledReconcileAt');
  const { length } = world.store.requests;
  ask(world, 'now');
  await world.pass();
  expect(world.store.requests.slice(length)).toContain('read arc-4');
  expect(world.status().lastHandledReconcileAt).toBe('now');
});

test('what was handled last stays in the status, whatever becomes of the annotation', async () => {
  const world = World.healthy();
  ask(world, 'now');
  await world.pass();
  const { status } = world.kube.peek('raftclusters', 'arc');
  world.apply(raftCluster({ status: status as object }));
  await world.pass();
  expect(world.status().lastHandledReconcileAt).toBe('now');
});

test('a request ends no settling delay', async () => {
  const world = World.healthy();
  await world.pass();
  world.scale(4);
  await world.pass();
  await world.clock.advance(30_000);
  ask(world, 'hurry');
  await world.pass();
  expect(world.verdicts()).toMatchObject({ 'arc-4': 'Settling' });
  expect(world.store.sent).toEqual([]);
  await world.clock.advance(31_000);
  ask(world, 'again');
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4']);
});

test('a request is as good as a pause: Secrets that were no help are read again', async () => {
  const world = World.healthy({ admin: { tokenSecretRef: { name: 'token' } } });
  await world.pass();
  expect(world.status().conditions?.[0]?.reason).toBe('AdminUnauthorized');
  world.kube.put(secret('token', { token: 'first' }));
  await world.pass();
  expect(world.status().conditions?.[0]?.reason).toBe('AdminUnauthorized');
  ask(world, 'now');
  await world.pass();
  expect(world.status().conditions?.[0]?.reason).toBe('Healthy');
});

test('a suspended RaftCluster is not looked at, and does not say that it was', async () => {
  const world = World.healthy({ suspend: true });
  ask(world, 'now');
  await world.pass();
  expect(world.store.requests).toEqual([]);
  expect(world.status()).not.toHaveProperty('lastHandledReconcileAt');
});

test('of a spec that is not valid the request is handled, since more cannot be done', async () => {
  const world = World.healthy({ admin: { pollInterval: 'soon' } });
  ask(world, 'now');
  await world.pass();
  expect(world.status().lastHandledReconcileAt).toBe('now');
});

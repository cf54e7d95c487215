import { describe, expect, test } from '@jest/globals';

import { namespace } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const conflict = expect.objectContaining({ code: 'conflict' });

test('removes the dead voter of a scale-down, once, and proves it', async () => {
  const world = await World.scaledDown(4);
  expect(world.verdicts()).toMatchObject({ 'arc-3': 'InRange', 'arc-4': 'Settling' });
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4']);
  expect(world.status().removal).toMatchObject({ member: 'arc-4', holder: 'me', phase: 'Removing', attempts: 1 });
  await world.pass();
  expect(world.status().removal).toBeUndefined();
  expect(world.status().removals).toMatchObject([{ member: 'arc-4', result: 'Removed', answer: 'removed' }]);
  expect(world.reasons).toEqual(['Healthy', 'Settling', 'RemovingVoter', 'Removed']);
  expect(world.status().faultTolerance).toBe(1);
});

test('removes two dead voters one after the other, the highest ordinal first', async () => {
  const world = await World.scaledDown(3);
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4']);
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4', 'arc-3']);
  expect(world.status().removals).toHaveLength(1);
  expect(world.status().removal?.member).toBe('arc-3');
  await world.pass();
  expect(world.store.members).toEqual(['arc-0', 'arc-1', 'arc-2']);
});

describe('while nothing changes', () => {
  test('neither asks the API server nor writes, and polls with jitter', async () => {
    const world = World.healthy();
    await world.pass();
    const calls = world.kube.calls.length;
    const events = world.events.length;
    expect(await world.pass()).toBe(57_000);
    expect(world.kube.calls).toHaveLength(calls);
    expect(world.events).toHaveLength(events);
  });

  test('the poll is jittered also by a pass that wrote a status', async () => {
    const world = World.healthy();
    world.kube.before = async () => world.clock.sleep(20);
    expect(await world.pass()).toBeLessThanOrEqual(57_000);
    expect(world.kube.count('update', 'raftclusters')).toBe(1);
  });
});

test('a status write that conflicts is an error, for the queue to wait before the next try', async () => {
  const world = World.healthy();
  world.kube.put(world.kube.peek('raftclusters', 'arc'));
  await expect(world.pass()).rejects.toEqual(conflict);
});

test('keys are names: a RaftCluster that nobody knows is nothing to do', async () => {
  expect(await new World().pass(`${namespace}/unknown`)).toBe(Infinity);
});

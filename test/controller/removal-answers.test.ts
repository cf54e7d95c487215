import { describe, expect, test } from '@jest/globals';

import type { RemovalAnswer } from '../../src/membership/evidence.ts';
import { raftCluster } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

describe('whatever the store answers, the proof decides', () => {
  const answers: readonly RemovalAnswer[] = [
    { kind: 'removed' },
    { kind: 'notClustered' },
    { kind: 'notLeader' },
    { kind: 'unauthorized' },
    { kind: 'forbidden' },
    { kind: 'unsupported' },
    { kind: 'rejected', message: 'invalid node ID' },
    { kind: 'unknown', message: '500' },
  ];

  test.each(answers)('$kind, and the voter is gone: Removed', async (answer) => {
    const world = await World.scaledDown();
    world.store.answer = answer;
    await world.pass();
    await world.pass();
    if (answer.kind === 'unknown') {
      expect(world.status().removal?.member).toBe('arc-4');
      await world.clock.advance(20_000);
      await world.pass();
    }
    expect(world.status().removals).toMatchObject([{ member: 'arc-4', result: 'Removed' }]);
    expect(world.status().removal).toBeUndefined();
  });

  test.each(answers)(
    '$kind, and the voter stays: the record stays until its time is up, then NotRemoved',
    async (answer) => {
      const world = await World.scaledDown();
      world.store.answer = answer;
      world.store.obeys = false;
      await world.pass();
      await world.clock.advance(19_000);
      await world.pass();
      expect(world.status().removal?.member).toBe('arc-4');
      await world.clock.advance(2000);
      await world.pass();
      expect(world.status().removals).toMatchObject([{ member: 'arc-4', result: 'NotRemoved' }]);
      expect(world.store.sent).toEqual(['arc-4']);
    },
  );

  test('a rejected removal is a defect of ours, and logged as one', async () => {
    const world = await World.scaledDown();
    world.store.answer = { kind: 'rejected', message: 'invalid node ID' };
    await world.pass();
    expect(world.log.lines.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { member: 'arc-4' } }]);
  });

  test('a version without the endpoint is not asked again while its pod runs', async () => {
    const world = await World.scaledDown();
    world.store.answer = { kind: 'unsupported' };
    world.store.obeys = false;
    await world.pass();
    await world.clock.advance(21_000);
    await world.pass();
    await world.clock.advance(300_000);
    await world.pass();
    expect(world.store.sent).toEqual(['arc-4']);
    expect(world.verdicts()['arc-4']).toBe('StoreUnsupported');
    expect(world.reasons).toContain('StoreUnsupported');
  });
});

test('a proof that is faster than the answer ends the removal as soon as that comes', async () => {
  const world = await World.scaledDown();
  const answered = Promise.withResolvers<void>();
  world.store.removing = async () => {
    world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3');
    await answered.promise;
  };
  await world.pass();
  await world.pass();
  expect(world.status()).toMatchObject({ removal: { member: 'arc-4' }, removals: [] });
  answered.resolve();
  await world.clock.advance(1);
  await world.pass();
  expect(world.status().removals).toMatchObject([{ result: 'Removed', answer: 'removed' }]);
});

test('a request that hangs holds up the next one until the store cannot act on it any more, and is given up then', async () => {
  const world = await World.scaledDown(3);
  let signal: AbortSignal | undefined;
  world.store.removing = async (node) => {
    signal = node.signal;
    world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3');
    world.store.removing = undefined;
    await new Promise((resolve) => node.signal?.addEventListener('abort', resolve, { once: true }));
  };
  world.store.answer = { kind: 'unknown', message: 'given up' };
  await world.pass();
  await world.clock.advance(19_000);
  await world.pass();
  expect(signal?.aborted).toBe(false);
  expect(world.status()).toMatchObject({ removal: { member: 'arc-4' }, removals: [] });
  await world.clock.advance(1000);
  await world.pass();
  expect(signal?.aborted).toBe(true);
  expect(world.status().removals).toMatchObject([{ member: 'arc-4', result: 'Removed', answer: 'none' }]);
  expect(world.store.sent).toEqual(['arc-4', 'arc-3']);
});

test('an answer that comes when the RaftCluster has been re-created changes nothing', async () => {
  const world = await World.scaledDown();
  const answered = Promise.withResolvers<void>();
  world.store.removing = async () => answered.promise;
  await world.pass();
  world.delete('raftclusters', 'arc');
  await world.pass();
  world.apply(raftCluster({ uid: 'second', status: { observedGeneration: 1 } }));
  await world.pass();
  const [cluster] = world.caches.clusters();
  const memory = cluster && world.memories.of(cluster, 0);
  answered.resolve();
  await world.clock.advance(1);
  expect(cluster && world.memories.of(cluster, 0)).toBe(memory);
});

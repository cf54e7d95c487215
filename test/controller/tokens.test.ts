import { describe, expect, test } from '@jest/globals';

import { pod, secret } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

describe('the credentials', () => {
  const spec = { admin: { tokenSecretRef: { name: 'token', key: 'token' } } };

  test('are read once, and go to the pods of the set alone', async () => {
    const world = World.healthy(spec);
    world.kube.put(secret('token', { token: 'canary' }));
    world.apply(pod('arc-9', { owned: false }));
    await world.pass();
    await world.pass();
    expect(world.kube.count('get', 'secrets')).toBe(1);
    expect([...world.store.tokens]).toEqual(['canary']);
    expect(world.store.requests).not.toContain('read arc-9');
  });

  test('do not go to a pod that took the name of the leader while it was asked', async () => {
    const world = World.healthy(spec);
    world.kube.put(secret('token', { token: 'canary' }));
    world.store.reading = (id) => {
      if (id === 'arc-0') world.apply(pod('arc-0', { uid: 'stranger', ip: '10.9.9.9', owned: false }));
    };
    const asked: string[] = [];
    const { mayRemove } = world.store;
    world.store.mayRemove = async (node) => {
      asked.push(node.origin);
      return mayRemove.call(world.store, node);
    };
    await world.pass();
    expect(asked).toEqual([]);
  });

  test('that are missing are told, and nobody is asked', async () => {
    const world = World.healthy(spec);
    await world.pass();
    expect(world.store.requests).toEqual([]);
    expect(world.reasons).toEqual(['AdminUnauthorized']);
    world.kube.put(secret('token', { token: 'canary' }));
    await world.clock.advance(15_000);
    await world.pass();
    expect(world.reasons).toEqual(['AdminUnauthorized', 'Healthy']);
  });

  test('that may not remove are told apart, and read again with every poll until they may', async () => {
    const world = World.healthy(spec);
    world.kube.put(secret('token', { token: 'reader' }));
    world.store.permission = { kind: 'forbidden' };
    await world.settleAt(4);
    await world.pass();
    expect(world.verdicts()['arc-4']).toBe('AdminForbidden');
    world.kube.put(secret('token', { token: 'admin' }));
    world.store.permission = { kind: 'allowed' };
    await world.clock.advance(60_000);
    await world.pass();
    expect(world.store.tokens).toContain('admin');
    expect(world.store.sent).toEqual(['arc-4']);
  });

  test('never show in a log line, an event or a status', async () => {
    const world = World.healthy(spec);
    world.kube.put(secret('token', { token: 'canary-4711' }));
    await world.settleAt(4);
    world.store.answer = { kind: 'unauthorized' };
    await world.pass();
    await world.pass();
    world.store.reading = () => ({ kind: 'failed', failure: 'unauthorized', message: 'the token was not accepted' });
    await world.pass();
    expect(world.store.tokens).toContain('canary-4711');
    expect(world.store.sent).toEqual(['arc-4']);
    expect(JSON.stringify([world.log.lines, world.events, world.status()])).not.toContain('canary');
  });
});

import { describe, expect, test } from '@jest/globals';

import type { RemovalAnswer } from '../../src/membership/evidence.ts';
import { namespace, pod, raftCluster, secret, statefulSet } from './fakes/objects.ts';
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

test('asks the leader by its own address, and reads everything afresh after the round of the confirmation', async () => {
  const world = await World.scaledDown();
  const order: string[] = [];
  world.store.reading = (id) => void order.push(`read ${id}`);
  world.kube.before = ({ verb, resource, name }) => void order.push(`${verb} ${resource} ${name}`);
  await world.pass();
  const uncached = ['get raftclusters arc', 'get pods arc-4', 'get statefulsets arc'];
  expect(order.filter((step) => step.startsWith('get '))).toEqual(uncached);
  expect(order.slice(order.indexOf('get raftclusters arc'))).toEqual([...uncached, 'update raftclusters arc']);
  expect(world.store.deletions).toEqual([{ id: 'arc-4', origin: 'http://10.0.0.1:8000', sent: true }]);
});

describe('sends nothing when the caches say yes, but fresh reads say that', () => {
  test.each<[string, (world: World) => void]>([
    ['the set wants the pod again', (world) => world.apply(statefulSet({ replicas: 5, generation: 3 }))],
    [
      'the set is another one',
      (world) =>
        world.apply({
          ...statefulSet({ replicas: 4, generation: 2 }),
          metadata: { ...statefulSet().metadata, uid: 'another', generation: 2 },
        }),
    ],
    ['the set is gone', (world) => world.delete('statefulsets', 'arc')],
    [
      'the RaftCluster is suspended',
      (world) => world.apply(raftCluster({ spec: { suspend: true }, metadata: { generation: 2 } })),
    ],
    ['the RaftCluster is another one', (world) => world.apply(raftCluster({ uid: 'another' }))],
    ['the RaftCluster is gone', (world) => world.delete('raftclusters', 'arc')],
  ])('%s: the pass starts over', async (_, change) => {
    const world = await World.scaledDown();
    world.blind = true;
    change(world);
    await expect(world.pass()).rejects.toEqual(conflict);
    expect(world.store.deletions).toEqual([]);
  });

  test('the pod is back: it is reported', async () => {
    const world = await World.scaledDown();
    world.blind = true;
    world.apply(pod('arc-4'));
    await world.pass();
    expect(world.store.deletions).toEqual([]);
    expect(world.verdicts()['arc-4']).toBe('PodPresent');
  });

  test('the controller has not seen the newest generation: it is reported', async () => {
    const world = await World.scaledDown();
    world.blind = true;
    world.apply(statefulSet({ replicas: 4, generation: 2, observedGeneration: 1 }));
    await world.pass();
    expect(world.store.deletions).toEqual([]);
    expect(world.verdicts()['arc-4']).toBe('SetNotObserved');
  });

  test('the RaftCluster is being deleted', async () => {
    const world = await World.scaledDown();
    world.blind = true;
    const { metadata, ...rest } = world.kube.peek('raftclusters', 'arc');
    world.apply({ ...rest, metadata: { ...metadata, deletionTimestamp: '2027-01-01T00:00:00Z' } });
    await world.pass();
    expect(world.store.deletions).toEqual([]);
  });

  test('the leader leads no more', async () => {
    const world = await World.scaledDown();
    // After the cached round: four pods twice, the leader among them.
    let reads = 0;
    world.store.reading = (id) => {
      reads += 1;
      if (reads <= 8) return undefined;
      return { kind: 'view', view: world.store.view(id, { role: 'Follower', leaderId: null }) };
    };
    await world.pass();
    expect(world.store.deletions).toEqual([]);
    expect(world.kube.count('get', 'pods')).toBe(1);
  });

  test('another member’s turn it is: the pass starts over, and no record is left', async () => {
    const world = await World.scaledDown(3);
    world.blind = true;
    world.apply(pod('arc-4'));
    await expect(world.pass()).rejects.toEqual(conflict);
    expect(world.store.deletions).toEqual([]);
    expect(world.status().removal).toBeUndefined();
  });
});

test('a sighting that an event ended during the round does not come back with the pass', async () => {
  const world = await World.scaledDown();
  world.store.reading = () => {
    world.store.reading = undefined;
    world.apply(pod('arc-4'));
    world.delete('pods', 'arc-4');
  };
  await world.pass();
  expect(world.store.deletions).toEqual([]);
  expect(world.verdicts()['arc-4']).toBe('Settling');
});

test('a sighting that an event ended during the fresh reads stops the removal', async () => {
  const world = await World.scaledDown();
  world.kube.before = ({ resource }) => {
    if (resource !== 'pods') return;
    world.apply(pod('arc-4'));
    world.delete('pods', 'arc-4');
  };
  await world.pass();
  expect(world.store.deletions).toEqual([]);
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

describe('is at rest', () => {
  test('suspended: nobody is asked, nothing is sent, the status says so once', async () => {
    const world = World.healthy({ suspend: true });
    expect(await world.pass()).toBe(Infinity);
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.count('update', 'raftclusters')).toBe(1);
    expect(world.reasons).toEqual(['Suspended']);
  });

  test('suspended with a removal in flight: only its end is proven', async () => {
    const world = await World.scaledDown(3);
    await world.pass();
    const status = world.status();
    world.apply(raftCluster({ spec: { suspend: true }, metadata: { generation: 2 }, status }));
    await world.pass();
    expect(world.status().removals).toMatchObject([{ member: 'arc-4', result: 'Removed' }]);
    await world.pass();
    expect(world.store.sent).toEqual(['arc-4']);
  });

  test('a spec that is not valid: reported once, nobody is asked, no pass is wanted', async () => {
    const world = World.healthy({ admin: { pollInterval: 'soon' } });
    expect(await world.pass()).toBe(Infinity);
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.count('update', 'raftclusters')).toBe(1);
    expect(world.reasons).toEqual(['InvalidSpec']);
  });

  test('a status that cannot be understood: nothing is done, the log says why', async () => {
    const world = World.healthy();
    world.apply(raftCluster({ status: { removal: { member: 7 } } }));
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.calls).toEqual([]);
    expect(world.log.lines).toMatchObject([{ level: 'error' }]);
  });

  test('a RaftCluster that is being deleted', async () => {
    const world = await World.scaledDown();
    world.apply(raftCluster({ metadata: { deletionTimestamp: '2027-01-01T00:00:00Z' } }));
    const { length } = world.store.requests;
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toHaveLength(length);
  });

  test('a RaftCluster that is gone: its connections are closed', async () => {
    const world = World.healthy();
    await world.pass();
    world.delete('raftclusters', 'arc');
    expect(await world.pass()).toBe(Infinity);
    expect(world.http.made.map(({ closed }) => closed)).toEqual([true, true]);
  });
});

describe('a standby', () => {
  test('asks nobody and writes nothing', async () => {
    const world = World.healthy();
    world.leading = false;
    expect(await world.pass()).toBe(Infinity);
    expect(world.store.requests).toEqual([]);
    expect(world.kube.calls).toEqual([]);
  });

  test('keeps sightings, so that a takeover removes at once what has settled', async () => {
    const world = World.healthy();
    await world.pass();
    world.leading = false;
    world.scale(4);
    await world.pass();
    await world.clock.advance(61_000);
    world.leading = true;
    await world.pass();
    expect(world.store.sent).toEqual(['arc-4']);
  });

  test('forgets a sighting when the pod was there for a moment', async () => {
    const world = await World.scaledDown();
    world.leading = false;
    world.apply(pod('arc-4'));
    world.delete('pods', 'arc-4');
    world.leading = true;
    await world.pass();
    expect(world.store.deletions).toEqual([]);
  });

  test('a pass that loses the leadership while it waits ends without a word', async () => {
    const world = World.healthy();
    world.store.reading = () => void (world.leading = false);
    expect(await world.pass()).toBe(Infinity);
    expect(world.kube.count('update', 'raftclusters')).toBe(0);
  });
});

test('a stop ends a round over pods that hang, and nothing is concluded from it', async () => {
  const world = World.healthy();
  world.store.reading = async () => {
    world.stopping.abort();
    return new Promise(() => {});
  };
  expect(await world.pass()).toBe(Infinity);
  expect(world.kube.count('update', 'raftclusters')).toBe(0);
});

test('a status write that conflicts is an error, for the queue to wait before the next try', async () => {
  const world = World.healthy();
  world.kube.put(world.kube.peek('raftclusters', 'arc'));
  await expect(world.pass()).rejects.toEqual(conflict);
});

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

test('a proof that is faster than the answer says so', async () => {
  const world = await World.scaledDown();
  const answered = Promise.withResolvers<void>();
  world.store.removing = async () => {
    world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3');
    await answered.promise;
  };
  await world.pass();
  await world.pass();
  expect(world.status().removals).toMatchObject([{ result: 'Removed', answer: 'none until the end was proven' }]);
  answered.resolve();
});

test('a request that hangs is given up once its removal has ended, for the next one’s sake', async () => {
  const world = await World.scaledDown();
  let signal: AbortSignal | undefined;
  world.store.removing = async (node) => {
    signal = node.signal;
    world.store.voters('arc-0', 'arc-1', 'arc-2', 'arc-3');
    await new Promise(() => {});
  };
  await world.pass();
  expect(signal?.aborted).toBe(false);
  await world.pass();
  await world.pass();
  expect(signal?.aborted).toBe(true);
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

test('keys are names: a RaftCluster that nobody knows is nothing to do', async () => {
  expect(await new World().pass(`${namespace}/unknown`)).toBe(Infinity);
});

import { describe, expect, test } from '@jest/globals';

import { KubeError } from '../../src/kube/kube-error.ts';
import { namespace, pod } from './fakes/objects.ts';
import { World } from './fakes/world.ts';

const conflict = expect.objectContaining({ code: 'conflict' });
const timeout = expect.objectContaining({ code: 'timeout' });

/** Runs `action` once, just before the record is written. */
function beforeRecord(world: World, action: () => Promise<void> | void): void {
  world.kube.before = async ({ verb }) => {
    if (verb !== 'update') return;
    world.kube.before = undefined;
    await action();
  };
}

/** Runs `action` once, when the record is written and before the answer is there. */
function onceRecorded(world: World, action: () => Promise<void> | void): void {
  world.kube.written = async () => {
    world.kube.written = undefined;
    await action();
  };
}

function touch(
  world: World,
  change: { readonly metadata?: object; readonly spec?: object; readonly status?: object },
): void {
  const { metadata, spec, status, ...rest } = world.kube.peek('raftclusters', 'arc');
  const merged = (before: unknown, after: object | undefined): object => Object.assign({}, before, after);
  world.kube.put({
    ...rest,
    metadata: { ...metadata, ...change.metadata },
    spec: merged(spec, change.spec),
    status: merged(status, change.status),
  });
}

test('writes the record with the version that was read afresh, before anything is sent', async () => {
  const world = await World.scaledDown();
  touch(world, { metadata: { annotations: { note: 'newer than the cache' } } });
  onceRecorded(world, () => expect(world.store.deletions).toEqual([]));
  await world.pass();
  expect(world.kube.count('update', 'raftclusters')).toBe(3);
  expect(world.store.sent).toEqual(['arc-4']);
});

test('writes again when only an annotation changed meanwhile', async () => {
  const world = await World.scaledDown();
  beforeRecord(world, () => touch(world, { metadata: { annotations: { note: 'again' } } }));
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4']);
  expect(world.status().removal?.member).toBe('arc-4');
  expect(world.kube.peek('raftclusters', 'arc').metadata.annotations).toEqual({ note: 'again' });
});

const record = {
  member: 'arc-4',
  holder: 'another',
  phase: 'Removing',
  startedAt: '2026-01-01T00:00:00.000Z',
  attempts: 1,
};
const ended = {
  member: 'arc-4',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:00.000Z',
  result: 'Removed',
  answer: '',
  evidence: '',
};

test.each([
  ['its spec', { metadata: { generation: 2 }, spec: { suspend: true } }],
  ['its UID', { metadata: { uid: 'another' } }],
  ['that it is being deleted', { metadata: { deletionTimestamp: '2026-01-02T00:00:00Z' } }],
  ['the removal in flight', { status: { removal: record } }],
  ['the removals that ended', { status: { removals: [ended] } }],
])('sends nothing when the RaftCluster changed meanwhile: %s', async (_, change) => {
  const world = await World.scaledDown();
  beforeRecord(world, () => touch(world, change));
  await expect(world.pass()).rejects.toEqual(conflict);
  expect(world.store.deletions).toEqual([]);
  expect(world.status().removal?.holder).not.toBe('me');
});

test('does not write again when the facts are two seconds old', async () => {
  const world = await World.scaledDown();
  beforeRecord(world, async () => {
    await world.clock.sleep(2001);
    touch(world, { metadata: { annotations: { note: 'again' } } });
  });
  await expect(world.pass()).rejects.toEqual(timeout);
  expect(world.status().removal).toBeUndefined();
  expect(world.store.deletions).toEqual([]);
});

describe('takes the record back in the same pass, unsent, when after the write', () => {
  test.each<[string, (world: World) => Promise<void> | void]>([
    ['the facts are more than three seconds old', (world) => world.clock.sleep(3001)],
    ['this replica leads no more', (world) => void (world.leading = false)],
    ['the process is being stopped', (world) => world.stopping.abort()],
    ['the leader is another pod of that name', (world) => world.apply(pod('arc-0', { uid: 'successor' }))],
    ['the leader’s pod is gone', (world) => world.delete('pods', 'arc-0')],
  ])('%s', async (_, event) => {
    const world = await World.scaledDown();
    onceRecorded(world, async () => event(world));
    await expect(world.pass()).rejects.toEqual(conflict);
    expect(world.store.deletions).toEqual([]);
    expect(world.status().removal).toBeUndefined();
    expect(world.status().removals).toEqual([]);
  });
});

describe('takes the record back in the next pass, unsent, when the request', () => {
  test.each<[string, (world: World) => void]>([
    ['was held up in this process until the facts were old', (world) => world.clock.freeze(3001)],
    ['was held up until another replica led', (world) => void (world.leading = false)],
    ['was held up until the process was stopped', (world) => world.stopping.abort()],
    ['found no open connection', (world) => void (world.store.connected = 'never')],
  ])('%s', async (_, event) => {
    const world = await World.scaledDown();
    world.store.connecting = () => event(world);
    await world.pass();
    expect(world.store.deletions).toMatchObject([{ id: 'arc-4', sent: false }]);
    expect(world.woken).toEqual([`${namespace}/arc`]);
    expect(world.status().removal).toBeDefined();
    expect(await world.pass()).toBe(0);
    expect(world.status().removal).toBeUndefined();
    expect(world.status().removals).toEqual([]);
    expect(world.store.sent).toEqual([]);
  });
});

test('sends at three seconds, which is not too late', async () => {
  const world = await World.scaledDown();
  let readAt = 0;
  world.kube.before = ({ resource }) => void (readAt ||= resource === 'pods' ? world.clock.now().monotonic : 0);
  world.store.connecting = () => world.clock.freeze(readAt + 3000 - world.clock.now().monotonic);
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4']);
});

test('takes back a record whose write timed out and was done all the same', async () => {
  const world = await World.scaledDown();
  onceRecorded(world, () => {
    throw new KubeError('timeout', 'no answer in time');
  });
  await expect(world.pass()).rejects.toEqual(timeout);
  expect(world.status().removal?.holder).toBe('me');
  // The watch has not shown it yet, the fresh read does.
  expect(await world.pass()).toBe(0);
  expect(world.status().removal).toBeUndefined();
  expect(world.store.deletions).toEqual([]);
  await world.pass();
  expect(world.store.sent).toEqual(['arc-4']);
});

test('takes back a record whose write was done long after its time-out, also as a standby', async () => {
  const world = await World.scaledDown();
  const before = world.kube.peek('raftclusters', 'arc');
  onceRecorded(world, () => {
    throw new KubeError('timeout', 'no answer in time');
  });
  await expect(world.pass()).rejects.toEqual(timeout);
  const late = world.status();
  world.kube.put(before);
  world.leading = false;
  await world.pass();
  touch(world, { status: late });
  world.deliver(world.kube.peek('raftclusters', 'arc'));
  expect(await world.pass()).toBe(0);
  expect(world.status().removal).toBeUndefined();
  expect(world.store.deletions).toEqual([]);
});

test('leaves the record of another holder alone', async () => {
  const world = await World.scaledDown();
  touch(world, { status: { removal: record } });
  world.deliver(world.kube.peek('raftclusters', 'arc'));
  await world.pass();
  await world.clock.advance(15_000);
  await world.pass();
  expect(world.status().removal).toEqual(record);
  expect(world.store.deletions).toEqual([]);
});

test('sends nothing when the API server does not keep the record, as with an older CRD', async () => {
  const world = await World.scaledDown();
  world.kube.prunes = 'removal';
  await expect(world.pass()).rejects.toEqual(expect.objectContaining({ code: 'internal' }));
  expect(world.store.deletions).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { pods, secrets } from '../../../src/kube/resource.ts';
import { arc, Harness, second } from './harness.ts';

const namespace = 'arc';

function secret(harness: Harness, name: string, value: string): void {
  harness.kubernetes.users.setSecret({ namespace, name }, { value });
}

/** A reflector of Secrets that has seen `a`. */
async function following(harness = new Harness()) {
  secret(harness, 'a', '1');
  const watch = harness.reflect(secrets);
  await harness.pass(1_000);
  expect(watch.told).toEqual(['+a', 'synced']);
  return { harness, ...watch };
}

describe('a reflector at the simulated API server', () => {
  test('streams the state and what follows, without a list', async () => {
    const { harness, told } = await following();
    secret(harness, 'b', '1');
    secret(harness, 'a', '2');
    harness.kubernetes.users.deleteSecret({ namespace, name: 'a' });
    await harness.pass(1_000);
    expect(told.slice(2)).toEqual(['+b', '~a', '-a']);
    expect(harness.asked).toHaveLength(1);
    expect(harness.asked[0]).toContain('sendInitialEvents=true');
  });

  test.each(['refused', 'ignored'] as const)('reads pages where the streamed state is %s', async (watchLists) => {
    const harness = new Harness();
    harness.kubernetes.server.troubles.watchLists = watchLists;
    for (const name of ['a', 'b', 'c']) secret(harness, name, '1');
    const { told } = harness.reflect(secrets);
    await harness.pass(200_000);
    expect(told).toEqual(['+a', '+b', '+c', 'synced']);
    expect(harness.asked.some((each) => each.includes('limit=500'))).toBe(true);
    secret(harness, 'a', '2');
    await harness.pass(1_000);
    expect(told.at(-1)).toBe('~a');
  });

  test('resumes after a break where it was', async () => {
    const { harness, told } = await following();
    harness.kubernetes.server.closeWatches('reset');
    secret(harness, 'b', '1');
    await harness.pass(5_000);
    expect(told.slice(2)).toEqual(['+b']);
    expect(harness.asked.at(-1)).toMatch(/resourceVersion=\d+/);
  });

  test.each(['event', 'answer'] as const)('reads anew when its version is too old, told by an %s', async (goneAs) => {
    const { harness, told, troubles } = await following();
    const { server } = harness.kubernetes;
    server.troubles.goneAs = goneAs;
    server.stop();
    harness.kubernetes.users.deleteSecret({ namespace, name: 'a' });
    secret(harness, 'b', '1');
    await harness.pass(3_000);
    server.start();
    await harness.pass(60_000);
    expect(told.slice(2)).toEqual(['-a', '+b']);
    expect(troubles.at(-1)).toBeUndefined();
    expect(harness.counts).toContain('version too old');
  });

  test('reads anew when its stream says that it has expired', async () => {
    const { harness, told } = await following();
    harness.kubernetes.server.closeWatches('expire');
    secret(harness, 'b', '1');
    await harness.pass(10_000);
    expect(told.slice(2)).toEqual(['+b']);
  });

  test('sees an object that was re-created in a gap as another one', async () => {
    const { harness, told } = await following();
    const { server, users } = harness.kubernetes;
    server.stop();
    users.deleteSecret({ namespace, name: 'a' });
    secret(harness, 'a', '1');
    server.start();
    await harness.pass(60_000);
    expect(told.slice(2)).toEqual(['-a', '+a']);
  });

  test('stays with a quiet watch for its bookmarks, and leaves one that is dead', async () => {
    const { harness, told } = await following();
    await harness.pass(600_000);
    expect(harness.asked).toHaveLength(1);
    harness.kubernetes.server.freezeWatches();
    secret(harness, 'b', '1');
    await harness.pass(100_000);
    expect(told.slice(2)).toEqual([]);
    await harness.pass(100_000);
    expect(told.slice(2)).toEqual(['+b']);
    expect(harness.asked.length).toBeGreaterThan(1);
  });

  test('gets all that was held back when a frozen watch thaws', async () => {
    const { harness, told } = await following();
    const thaw = harness.kubernetes.server.freezeWatches();
    secret(harness, 'b', '1');
    secret(harness, 'a', '2');
    await harness.pass(10_000);
    thaw();
    await harness.pass(1_000);
    expect(told.slice(2)).toEqual(['+b', '~a']);
    expect(harness.asked).toHaveLength(1);
  });

  test('is told late, but in order, by a watch that lags', async () => {
    let lag = 5_000;
    const harness = new Harness({ watchLag: () => lag });
    secret(harness, 'a', '1');
    const { told } = harness.reflect(secrets);
    await harness.pass(6_000);
    secret(harness, 'b', '1');
    lag = 0;
    secret(harness, 'c', '1');
    await harness.pass(4_000);
    expect(told).toEqual(['+a', 'synced']);
    await harness.pass(2_000);
    expect(told.slice(2)).toEqual(['+b', '+c']);
  });

  test('does not hear of a change that is withheld, but of the next', async () => {
    const { harness, told } = await following();
    harness.kubernetes.server.troubles.withholds = ({ shown }) => shown.text.includes(btoa('skipped'));
    secret(harness, 'a', 'skipped');
    await harness.pass(1_000);
    expect(told.slice(2)).toEqual([]);
    secret(harness, 'a', '3');
    await harness.pass(1_000);
    expect(told.slice(2)).toEqual(['~a']);
  });

  test('gets only what its selector selects, and a deletion when that ends', async () => {
    const harness = new Harness();
    const { objects } = harness.kubernetes;
    const key = { namespace, name: 'a' };
    objects.create('secrets', { metadata: { ...key, labels: { mine: 'yes' } } }, 'user');
    secret(harness, 'b', '1');
    const { told } = harness.reflect(secrets, undefined, 'mine');
    await harness.pass(1_000);
    objects.change('secrets', key, 'user', (object) => ({ ...object, metadata: { ...object.metadata, labels: {} } }));
    await harness.pass(1_000);
    expect(told).toEqual(['+a', 'synced', '-a']);
  });
});

describe('a second API server', () => {
  test('shows its watches an older world, and fresh reads the present one', async () => {
    const harness = new Harness();
    const server = harness.kubernetes.secondServer({ cacheLag: () => 20_000 });
    harness.network.attach(second, server);
    const { told } = harness.reflect(secrets, second);
    await harness.pass(1_000);
    secret(harness, 'a', '1');
    await harness.pass(10_000);
    expect(told).toEqual(['synced']);
    const read = harness.client(harness.process(), second).get(secrets, { namespace, name: 'a' });
    expect((await harness.answer(read)).metadata.name).toBe('a');
    await harness.pass(20_000);
    expect(told).toEqual(['synced', '+a']);
  });

  test('that cannot keep up refuses a state that would be too old', async () => {
    const harness = new Harness();
    const server = harness.kubernetes.secondServer();
    harness.network.attach(second, server);
    server.cache('secrets').hold();
    secret(harness, 'a', '1');
    const { told, troubles } = harness.reflect(secrets, second);
    await harness.pass(4_000);
    expect({ told, troubles }).toEqual({ told: [], troubles: ['timeout'] });
    server.cache('secrets').release();
    await harness.pass(60_000);
    expect(told).toEqual(['+a', 'synced']);
  });
});

test('pods reach a watch with their labels, phases and owners', async () => {
  const harness = new Harness();
  harness.kubernetes.users.createSet({ ...arc, replicas: 2, parallel: true });
  const { told, reflector } = harness.reflect(pods, undefined, 'statefulset.kubernetes.io/pod-name');
  await harness.pass(30_000);
  expect(reflector.store.size).toBe(2);
  expect(told).toContain('+arc-0');
  harness.kubernetes.users.scale(arc, 1);
  await harness.pass(30_000);
  expect(told.at(-1)).toBe('-arc-1');
});

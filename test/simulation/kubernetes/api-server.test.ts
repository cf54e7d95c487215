import { describe, expect, test } from '@jest/globals';
import { unwrittenStatus } from '../../../src/api/raftcluster.ts';
import { raftClusters } from '../../../src/controller/resource.ts';
import { projectCluster } from '../../../src/controller/projections.ts';
import { events, pods, secrets, statefulSets } from '../../../src/kube/resource.ts';
import { StatusWriter } from '../../../src/kube/status-writer.ts';
import { arc, Harness } from './harness.ts';

const spec = { store: { type: 'Arc' }, members: [{ statefulSet: 'arc' }] };
const apiVersion = 'raftcluster.dev/v1alpha1';

async function withCluster() {
  const harness = new Harness();
  const client = harness.client();
  harness.kubernetes.users.createCluster(arc, spec);
  const object = await harness.answer(client.get(raftClusters, arc));
  const { uid, resourceVersion } = object.metadata;
  const target = { apiVersion, kind: 'RaftCluster', ...arc, uid, resourceVersion };
  const writer = new StatusWriter(client, raftClusters);
  return { harness, client, object, target, write: async (status: object, at = target) => writer.replace(at, status) };
}

describe('reads', () => {
  test('an absent object is named in the answer, an absent kind is not', async () => {
    const harness = new Harness();
    const client = harness.client();
    expect(await harness.refusal(client.get(pods, arc))).toBe('notFound');
    harness.kubernetes.server.troubles.missing.add('raftclusters');
    expect(await harness.refusal(client.get(raftClusters, arc))).toBe('unknownKind');
  });

  test('a RaftCluster has the defaults of its schema', async () => {
    const { object } = await withCluster();
    const { spec: decoded, status } = projectCluster(object);
    expect(decoded).toMatchObject({ removal: { mode: 'Automatic', delay: '60s' }, admin: { port: 8000 } });
    expect(status).toEqual({});
  });

  test('a list comes page by page, all of them as of the first', async () => {
    const harness = new Harness();
    const client = harness.client();
    for (const name of ['a', 'b', 'c']) harness.kubernetes.users.setSecret({ namespace: 'arc', name }, { key: name });
    const first = await harness.answer(client.list(secrets, { limit: 2 }));
    harness.kubernetes.users.deleteSecret({ namespace: 'arc', name: 'c' });
    const next = await harness.answer(client.list(secrets, { limit: 2, from: first.continue }));
    expect([...first.items, ...next.items].map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
    expect(next.continue).toBeUndefined();
    harness.kubernetes.server.compact();
    expect(await harness.refusal(client.list(secrets, { limit: 2, from: first.continue }))).toBe('gone');
  });
});

describe('a status', () => {
  test('is written onto the state that was read, or not at all', async () => {
    const { harness, write, target, object } = await withCluster();
    const written = await harness.answer(write({ voters: 3, leader: 'arc-0' }));
    expect(written['status']).toEqual({ voters: 3, leader: 'arc-0' });
    expect(written.metadata.generation).toBe(object.metadata.generation);
    expect(await harness.refusal(write({ voters: 4 }))).toBe('conflict');
    const next = { ...target, resourceVersion: written.metadata.resourceVersion };
    expect((await harness.answer(write({ voters: 4 }, next)))['status']).toEqual({ voters: 4 });
  });

  test('of another object of the same name is refused', async () => {
    const { harness, write, target } = await withCluster();
    expect(await harness.refusal(write({ voters: 3 }, { ...target, uid: 'another' }))).toBe('conflict');
    expect(await harness.refusal(write({}, { ...target, name: 'none' }))).toBe('notFound');
  });

  test('that changes nothing leaves the version as it is', async () => {
    const { harness, write, target } = await withCluster();
    const one = await harness.answer(write({ voters: 3 }));
    const again = { ...target, resourceVersion: one.metadata.resourceVersion };
    const two = await harness.answer(write({ voters: 3 }, again));
    expect(two.metadata.resourceVersion).toBe(one.metadata.resourceVersion);
  });

  test('that the CRD refuses or cuts is a defect of the run', async () => {
    const { harness, write } = await withCluster();
    expect(await harness.refusal(write({ voters: -1 }))).toBe('invalid');
    expect((await harness.answer(write({ voters: 1, unknown: true })))['status']).toEqual({ voters: 1 });
    expect(harness.kubernetes.objects.defects).toEqual([
      expect.stringContaining('operator wrote a status that the CRD refuses'),
      expect.stringContaining('operator wrote a status of which the CRD drops a part'),
    ]);
  });
});

describe('writes', () => {
  test('the generation counts changes of the spec, and of nothing else', async () => {
    const { harness, client } = await withCluster();
    const { users } = harness.kubernetes;
    const generation = async (): Promise<unknown> =>
      (await harness.answer(client.get(raftClusters, arc))).metadata.generation;
    users.annotateCluster(arc, 'x');
    expect(await generation()).toBe(1);
    users.suspend(arc, true);
    expect(await generation()).toBe(2);
    users.suspend(arc, true);
    expect(await generation()).toBe(2);
  });

  test('a name is taken once, and a deletion may name its UID', async () => {
    const { harness, client, target } = await withCluster();
    const again = { apiVersion, kind: 'RaftCluster', metadata: arc, spec };
    expect(await harness.refusal(client.create(raftClusters, again))).toBe('alreadyExists');
    expect(await harness.refusal(client.delete(raftClusters, { ...arc, uid: 'another' }))).toBe('conflict');
    await harness.answer(client.delete(raftClusters, { ...arc, uid: target.uid }));
    expect(await harness.refusal(client.get(raftClusters, arc))).toBe('notFound');
    const created = await harness.answer(client.create(raftClusters, { ...again, status: { voters: 3 } }));
    expect(created.metadata.uid).not.toBe(target.uid);
    expect(created['status']).toEqual(unwrittenStatus);
  });

  test('a merge patch heeds a version and ignores a UID', async () => {
    const harness = new Harness();
    const client = harness.client();
    harness.kubernetes.users.setSecret(arc, { token: 'x' });
    const { metadata } = await harness.answer(client.get(secrets, arc));
    const patch = { metadata: { uid: 'another', resourceVersion: metadata.resourceVersion }, data: { token: null } };
    expect((await harness.answer(client.patch(secrets, arc, patch)))['data']).toEqual({});
    expect(await harness.refusal(client.patch(secrets, arc, patch))).toBe('conflict');
  });

  test('times of an event have six fractional digits', async () => {
    const harness = new Harness();
    const client = harness.client();
    const event = (eventTime: string) => ({ apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: arc, eventTime });
    expect(await harness.refusal(client.create(events, event('2027-01-01T00:00:00.000Z')))).toBe('invalid');
    expect(await harness.refusal(client.create(events, event('2027-01-01T00:00:00.000000Z')))).toBe('none');
  });
});

describe('trouble', () => {
  test('a crowded server says when to come back', async () => {
    const harness = new Harness();
    harness.kubernetes.server.troubles.of = () => ({
      kind: 'refused',
      reason: 'TooManyRequests',
      retryAfterSeconds: 7,
    });
    const call = harness.client().get(pods, arc);
    await expect(harness.answer(call)).rejects.toMatchObject({ code: 'throttled', retryAfter: 7000 });
    expect(harness.counts).toEqual(['refused TooManyRequests']);
  });

  test('a write may have its effect and fail', async () => {
    const { harness, client, write } = await withCluster();
    const { troubles } = harness.kubernetes.server;
    troubles.of = ({ verb }) =>
      verb === 'update' ? { kind: 'failedAfterEffect', reason: 'InternalError' } : undefined;
    expect(await harness.refusal(write({ voters: 3 }))).toBe('internal');
    expect((await harness.answer(client.get(raftClusters, arc)))['status']).toEqual({ voters: 3 });
  });

  test('a token that is not known, and one that may do nothing', async () => {
    const harness = new Harness();
    const { troubles } = harness.kubernetes.server;
    troubles.unauthorized.add('operator');
    expect(await harness.refusal(harness.client().get(pods, arc))).toBe('unauthorized');
    troubles.unauthorized.clear();
    troubles.forbidden.add('operator');
    expect(await harness.refusal(harness.client().get(pods, arc))).toBe('forbidden');
  });

  test('a server that stops breaks everything, and takes nobody in until it is back', async () => {
    const harness = new Harness();
    const { server } = harness.kubernetes;
    server.troubles.of = () => ({ kind: 'silent' });
    const call = harness.refusal(harness.client().get(statefulSets, arc));
    harness.timeline.after(100, () => server.stop());
    expect(await call).toBe('network');
    server.troubles.of = () => undefined;
    expect(await harness.refusal(harness.client().get(statefulSets, arc))).toBe('network');
    server.start();
    expect(await harness.refusal(harness.client().get(statefulSets, arc))).toBe('notFound');
  });
});

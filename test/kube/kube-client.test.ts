import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { KubeClient } from '../../src/kube/kube-client.ts';
import { leases, pods } from '../../src/kube/resource.ts';
import { StatusWriter } from '../../src/kube/status-writer.ts';
import { createHttpClient } from '../../src/ports/http-undici.ts';
import { createClock } from '../../src/ports/real-clock.ts';
import { FakeApiServer, pod } from './fake-api-server.ts';

let server: FakeApiServer;
let client: KubeClient;

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = new KubeClient(server.connection('/behind/a/proxy/'), createHttpClient, createClock());
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

const key = { namespace: 'arc', name: 'arc-0' };

test('reads an object with its credentials, below the path of the server', async () => {
  const read = client.get(pods, key);
  const asked = await server.next();
  expect(asked).toMatchObject({ method: 'GET', path: '/behind/a/proxy/api/v1/namespaces/arc/pods/arc-0' });
  expect(asked.headers).toMatchObject({ authorization: 'Bearer first', accept: 'application/json' });
  asked.answer(pod('arc-0', 7));
  expect(await read).toEqual(pod('arc-0', 7));
});

test('creates, replaces, patches and deletes', async () => {
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...key, resourceVersion: '1' } };
  const path = '/behind/a/proxy/apis/coordination.k8s.io/v1/namespaces/arc/leases';
  const done = [
    client.create(leases, lease),
    client.update(leases, lease),
    client.updateStatus(leases, lease),
    client.patch(leases, key, { spec: null }),
    client.delete(leases, { ...key, uid: 'u' }),
  ];
  const asked = await Promise.all(done.map(() => server.next()));
  for (const each of asked) each.answer(lease);
  await Promise.all(done);
  const said = Object.fromEntries(asked.map((each) => [`${each.method} ${each.path.slice(path.length)}`, each]));
  expect(Object.keys(said).toSorted()).toEqual([
    'DELETE /arc-0',
    'PATCH /arc-0',
    'POST ',
    'PUT /arc-0',
    'PUT /arc-0/status',
  ]);
  expect(said['POST ']?.json).toEqual(lease);
  expect(said['PATCH /arc-0']?.json).toEqual({ spec: null });
  expect(said['PATCH /arc-0']?.headers['content-type']).toBe('application/merge-patch+json');
  expect(said['DELETE /arc-0']?.json).toEqual({ preconditions: { uid: 'u' } });
});

test('reads a list page by page', async () => {
  const first = client.list(pods, { limit: 2, labelSelector: 'a=b' });
  const asked = await server.next();
  expect(asked).toMatchObject({ path: '/behind/a/proxy/api/v1/pods', query: { limit: '2', labelSelector: 'a=b' } });
  asked.list('9', [pod('a', 1)], 'more');
  expect(await first).toEqual({ items: [pod('a', 1)], resourceVersion: '9', continue: 'more' });
  const second = client.list(pods, { limit: 2, from: 'more' });
  (await server.next()).list('9', []);
  expect(await second).toEqual({ items: [], resourceVersion: '9' });
});

test('takes an answer without a list for a failure, never for an empty list', async () => {
  const without = client.list(pods, { limit: 2 });
  (await server.next()).answer({ metadata: { resourceVersion: '9' } });
  await expect(without).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('is no list') });
  const empty = client.list(pods, { limit: 2 });
  (await server.next()).answer({ metadata: { resourceVersion: '9' }, items: null });
  expect(await empty).toEqual({ items: [], resourceVersion: '9' });
});

test('tries a refused credential once more, fresh, and not a third time', async () => {
  const read = client.get(pods, key);
  (await server.next()).refuse(401, 'Unauthorized');
  const again = await server.next();
  expect(again.headers['authorization']).toBe('Bearer second');
  again.refuse(401, 'Unauthorized');
  await expect(read).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  expect(server.refreshes).toBe(1);
});

test.each([
  [404, 'NotFound', 'notFound'],
  [409, 'Conflict', 'conflict'],
  [409, 'AlreadyExists', 'alreadyExists'],
  [403, 'Forbidden', 'forbidden'],
  [410, 'Expired', 'gone'],
  [429, 'TooManyRequests', 'throttled'],
  [422, 'Invalid', 'invalid'],
  [400, 'BadRequest', 'invalid'],
  [503, 'ServiceUnavailable', 'unavailable'],
  [504, 'Timeout', 'timeout'],
  [500, 'InternalError', 'internal'],
])('makes %i %s an error with code %s and the words of the server', async (status, reason, code) => {
  const read = client.get(pods, key);
  (await server.next()).refuse(status, reason, { 'retry-after': '3' });
  await expect(read).rejects.toMatchObject({
    code,
    status,
    retryAfter: 3000,
    message: `GET pods arc/arc-0: ${status} the server says ${status}`,
  });
  expect(server.http.received).toHaveLength(1);
});

test('makes an answer that is no object of the API an error, without its body', async () => {
  const read = client.get(pods, key);
  (await server.next()).raw('<html>secret').end();
  await expect(read).rejects.toMatchObject({ code: 'internal', message: expect.not.stringContaining('secret') });
  const refused = client.get(pods, key);
  (await server.next()).answer({ message: 'secret' }, 502);
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', message: expect.not.stringContaining('secret') });
});

test('suspects a missing CustomResourceDefinition behind a 404 in plain text', async () => {
  const read = client.get(pods, key);
  (await server.next()).answer({}, 404);
  await expect(read).rejects.toMatchObject({
    code: 'unknownKind',
    message: expect.stringContaining('CustomResourceDefinition'),
  });
});

test('takes a 404 that names no object for no proof of its absence', async () => {
  const read = client.get(pods, key);
  (await server.next()).answer({ kind: 'Status', code: 404, reason: 'NotFound', details: {} }, 404);
  await expect(read).rejects.toMatchObject({ code: 'unknownKind' });
});

test('makes a broken connection, a missed deadline and an abort errors with a code', async () => {
  const broken = client.get(pods, key);
  (await server.next()).reset();
  await expect(broken).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('GET pods arc/arc-0'),
  });
  await expect(client.get(pods, key, { timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
  await expect(client.get(pods, key, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
});

test('does not wait for credentials longer than for the answer', async () => {
  const connection = { ...server.connection(), authorize: () => new Promise<never>(() => {}) };
  const stuck = new KubeClient(connection, createHttpClient, createClock());
  await expect(stuck.get(pods, key, { timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
  await expect(stuck.get(pods, key, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  await stuck.close();
});

test('says that there are no credentials when they cannot be had', async () => {
  const connection = { ...server.connection(), authorize: () => Promise.reject(new Error('no such file')) };
  const locked = new KubeClient(connection, createHttpClient, createClock());
  await expect(locked.get(pods, key)).rejects.toMatchObject({ code: 'unauthorized' });
  await locked.close();
});

test('replaces a status whole, for one state of one object', async () => {
  const target = { apiVersion: 'v1', kind: 'Pod', ...key, uid: 'u', resourceVersion: '5' };
  const written = new StatusWriter(client, pods).replace(target, { phase: 'Running' });
  const asked = await server.next();
  expect(asked).toMatchObject({ method: 'PUT', path: '/behind/a/proxy/api/v1/namespaces/arc/pods/arc-0/status' });
  expect(asked.json).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...key, uid: 'u', resourceVersion: '5' },
    status: { phase: 'Running' },
  });
  asked.answer(pod('arc-0', 6, 'u'));
  expect((await written).metadata.resourceVersion).toBe('6');
});

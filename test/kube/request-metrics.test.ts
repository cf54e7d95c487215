import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { KubeClient } from '../../src/kube/kube-client.ts';
import { pods } from '../../src/kube/resource.ts';
import { createHttpClient } from '../../src/ports/http-undici.ts';
import { createClock } from '../../src/ports/real-clock.ts';
import { MetricRegistry } from '../../src/telemetry/metric-registry.ts';
import { exposed, seriesIn } from '../telemetry/exposed.ts';
import { FakeApiServer, pod } from './fake-api-server.ts';

const key = { namespace: 'arc', name: 'arc-0' };
let server: FakeApiServer;
let client: KubeClient;
let metrics: MetricRegistry;
let host: string;

beforeEach(async () => {
  metrics = new MetricRegistry();
  server = await FakeApiServer.start();
  host = new URL(server.http.origin).host;
  client = new KubeClient(server.connection('/behind/a/proxy'), createHttpClient, createClock(), metrics);
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

/** `GET 200: 1`, all of them to the API server. */
async function requests(): Promise<readonly string[]> {
  return Object.entries(seriesIn(await exposed(metrics))).flatMap(([series, value]) => {
    const found = /^rest_client_requests_total\{code="(.*)",method="(.*)",host="(.*)"\}$/.exec(series);
    return found ? [`${found[2]} ${found[1]}: ${value}${found[3] === host ? '' : ` at ${found[3]}`}`] : [];
  });
}

test('requests are counted by method and status', async () => {
  for (const version of [7, 8]) {
    const read = client.get(pods, key);
    (await server.next()).answer(pod('arc-0', version));
    await read;
  }
  const refused = client.get(pods, key).catch(() => {});
  (await server.next()).refuse(403, 'forbidden: the-token');
  await refused;
  expect(await requests()).toEqual(['GET 200: 2', 'GET 403: 1']);
});

test('a request that is repeated with fresh credentials is two requests', async () => {
  const read = client.get(pods, key);
  (await server.next()).refuse(401, 'Unauthorized');
  (await server.next()).answer(pod('arc-0', 7));
  await read;
  expect(await requests()).toEqual(['GET 401: 1', 'GET 200: 1']);
});

test('a request without an answer is <error>, as client-go calls it', async () => {
  await server.stop();
  await expect(client.get(pods, key)).rejects.toMatchObject({ code: 'network' });
  expect(await requests()).toEqual(['GET <error>: 1']);
});

test('a watch is one request, when its headers come', async () => {
  const stop = new AbortController();
  const opened = client.watch(pods, {}, {}, stop.signal);
  (await server.next()).bookmark('5');
  await opened;
  expect(await requests()).toEqual(['GET 200: 1']);
  stop.abort();
});

import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { HttpClient, HttpRequest } from '../../src/ports/http.ts';
import { createHttpClient } from '../../src/ports/http-undici.ts';
import { eventually } from './eventually.ts';
import { HttpServer } from './http-server.ts';
import { selfSigned } from './self-signed.ts';

let server: HttpServer;
let client: HttpClient;

beforeEach(async () => {
  server = await HttpServer.start();
  client = createHttpClient({ connections: 1, connectTimeout: 1000 });
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

function request(given: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'DELETE', origin: server.origin, path: '/now', timeout: 5_000, maxBytes: 1000, ...given };
}

const warm = (): Promise<unknown> => client.send(request({ method: 'GET', path: '/warm' }));
const reached = (): readonly string[] => server.received.map(({ url }) => url);

test('sends over the connection that an earlier request opened', async () => {
  await warm();
  expect(await client.sendNow(request(), () => true)).toMatchObject({ status: 200 });
  expect(reached()).toEqual(['/warm', '/now']);
  expect(server.connections).toBe(1);
});

test('opens no connection: without one, nothing is sent and the gate is not asked', async () => {
  let asked = 0;
  expect(await client.sendNow(request(), () => (asked += 1) > 0)).toEqual({ notSent: 'noOpenConnection' });
  expect({ asked, connections: server.connections }).toEqual({ asked: 0, connections: 0 });
});

test('sends nothing over a connection that the server has closed', async () => {
  await warm();
  for (const socket of server.sockets) socket.end();
  await eventually('the connection is closed', () => server.sockets.size === 0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await client.sendNow(request(), () => true)).toEqual({ notSent: 'noOpenConnection' });
  expect(reached()).toEqual(['/warm']);
});

test.each(['destroy', 'resetAndDestroy'] as const)(
  'sends nothing when the connection ends between the call and the write (%s)',
  async (end) => {
    await warm();
    // From a timer, the event loop looks at its sockets before it writes: it finds the end, which it has not seen yet.
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const socket of server.sockets) socket[end]();
    expect(await client.sendNow(request(), () => true)).toEqual({ notSent: 'noOpenConnection' });
    expect(reached()).toEqual(['/warm']);
    // undici opens a successor for a request that waits, unless the connection ended by a reset.
    if (end === 'destroy') await eventually('a successor was opened', () => server.connections === 2);
  },
);

test('sends nothing while the connection is busy', async () => {
  await warm();
  server.answer = (_, response) => void setTimeout(() => response.end(), 20);
  const busy = warm();
  expect(await client.sendNow(request(), () => true)).toEqual({ notSent: 'noOpenConnection' });
  await busy;
  expect(reached()).toEqual(['/warm', '/warm']);
});

test('sends nothing when the gate says no, and keeps the connection', async () => {
  await warm();
  expect(await client.sendNow(request(), () => false)).toEqual({ notSent: 'tooLate' });
  await warm();
  expect(reached()).toEqual(['/warm', '/warm']);
  expect(server.connections).toBe(1);
});

test('sends nothing when the gate throws', async () => {
  await warm();
  expect(await client.sendNow(request(), brokenGate)).toEqual({ notSent: 'noOpenConnection' });
  await warm();
  expect(reached()).toEqual(['/warm', '/warm']);
});

test('reports what happened after it was written as an error: the outcome is unknown', async () => {
  await warm();
  server.answer = (incoming) => incoming.socket.destroy();
  await expect(client.sendNow(request(), () => true)).rejects.toMatchObject({ code: 'reset' });
  expect(reached()).toEqual(['/warm', '/now']);
});

test('asks the gate once, after the turn of the call, so that a stall before the write counts', async () => {
  await warm();
  let stalled = false;
  let asked = 0;
  const outcome = client.sendNow(request(), () => {
    asked += 1;
    return !stalled;
  });
  stalled = true;
  expect(await outcome).toEqual({ notSent: 'tooLate' });
  expect(asked).toBe(1);
});

test('is refused to a client with several connections an origin', async () => {
  const pool = createHttpClient({ connections: 2, connectTimeout: 1000 });
  await expect(pool.sendNow(request(), () => true)).rejects.toThrow(TypeError);
  await pool.close();
});

test.each(['http', 'https'])('writes to the %s connection in the turn in which the gate says yes', async (scheme) => {
  const tls = scheme === 'https' ? selfSigned() : undefined;
  const arrived = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(serverInWorker, { eval: true, workerData: { arrived, tls } });
  const port = await new Promise<unknown>((resolve) => worker.once('message', resolve));
  const own = createHttpClient({ connections: 1, connectTimeout: 1000, tls: { insecureSkipVerify: true } });
  const origin = `${scheme}://127.0.0.1:${String(port)}`;
  await own.send(request({ origin, method: 'GET', path: '/warm' }));
  let seen = '';
  await own.sendNow(request({ origin }), () => {
    // Runs when the gate's turn is over but before the event loop goes on, and holds it up until the server has it.
    queueMicrotask(() => (seen = Atomics.wait(arrived, 0, 0, 4_000)));
    return true;
  });
  await own.close();
  await worker.terminate();
  expect(['ok', 'not-equal']).toContain(seen);
});

function brokenGate(): boolean {
  throw new Error('the gate is broken');
}

/** Answers everything; marks that `/now` has arrived. */
const serverInWorker = `
  const { parentPort, workerData: { arrived, tls } } = require('node:worker_threads');
  const { createServer } = tls === undefined ? require('node:http') : require('node:https');
  const server = createServer(tls ?? {}, (request, response) => {
    if (request.url === '/now') {
      Atomics.store(arrived, 0, 1);
      Atomics.notify(arrived, 0);
    }
    response.end();
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

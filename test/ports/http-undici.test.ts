import type { ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
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
  return { method: 'GET', origin: server.origin, path: '/', timeout: 5_000, maxBytes: 1000, ...given };
}

test('sends what it is given and answers with status, headers and body', async () => {
  server.answer = (_, response) => response.writeHead(418, { 'X-Kind': 'tea', 'set-cookie': ['a', 'b'] }).end('short');
  const answer = await client.send(
    request({ method: 'PUT', path: '/a?b=c', headers: { 'x-one': '1' }, body: '{"a":1}' }),
  );
  expect(answer.status).toBe(418);
  expect(answer.headers).toMatchObject({ 'x-kind': 'tea', 'set-cookie': 'a' });
  expect(Buffer.from(answer.body).toString()).toBe('short');
  expect(server.received[0]).toMatchObject({ method: 'PUT', url: '/a?b=c', body: '{"a":1}' });
  expect(server.received[0]?.headers['x-one']).toBe('1');
});

test('uses one connection for one request after the other, and for many at once', async () => {
  await client.send(request());
  await Promise.all([client.send(request()), client.send(request()), client.send(request())]);
  expect(server.received).toHaveLength(4);
  expect(server.connections).toBe(1);
});

test('follows no redirect', async () => {
  server.answer = (_, response) => response.writeHead(307, { location: `${server.origin}/elsewhere` }).end();
  expect((await client.send(request({ headers: { authorization: 'Bearer secret' } }))).status).toBe(307);
  expect(server.received).toHaveLength(1);
});

test('writes nothing twice when the connection breaks after the request was written', async () => {
  await client.send(request());
  server.answer = (incoming) => incoming.socket.destroy();
  await expect(client.send(request({ method: 'DELETE' }))).rejects.toMatchObject({ code: 'reset' });
  await expect(client.send(request({ method: 'GET' }))).rejects.toMatchObject({ code: 'reset' });
  expect(server.received).toHaveLength(3);
});

test('gives up at the deadline, also while the answer is under way', async () => {
  server.answer = (_, response) => response.writeHead(200).write('half');
  await expect(client.send(request({ timeout: 50 }))).rejects.toMatchObject({ code: 'timeout' });
});

test('gives up at the deadline, also while it waits for a busy connection', async () => {
  server.answer = () => {};
  const first = client.send(request({ timeout: 5_000 })).catch(() => {});
  await expect(client.send(request({ timeout: 50 }))).rejects.toMatchObject({ code: 'timeout' });
  await client.close();
  await first;
  expect(server.received.length).toBeLessThanOrEqual(1);
});

test.each(['before', 'after'])('fails with aborted when its signal aborts %s it was sent', async (when) => {
  const controller = new AbortController();
  if (when === 'before') controller.abort();
  else server.answer = () => controller.abort();
  await expect(client.send(request({ signal: controller.signal }))).rejects.toMatchObject({ code: 'aborted' });
  expect(server.received).toHaveLength(when === 'before' ? 0 : 1);
});

test('fails with tooLarge, and only then, when the body has more bytes than allowed', async () => {
  server.answer = (incoming, response) => response.end('x'.repeat(incoming.url === '/more' ? 1001 : 1000));
  expect((await client.send(request())).body).toHaveLength(1000);
  await expect(client.send(request({ path: '/more' }))).rejects.toMatchObject({ code: 'tooLarge' });
});

test('fails with closed when it is closed, under way or afterwards', async () => {
  server.answer = () => void client.close();
  await expect(client.send(request())).rejects.toMatchObject({ code: 'closed' });
  await expect(client.send(request())).rejects.toMatchObject({ code: 'closed' });
});

test('fails with refused where nothing listens', async () => {
  const closed = await listen(() => {});
  await new Promise((resolve) => closed.server.close(resolve));
  await expect(client.send(request({ origin: closed.origin }))).rejects.toMatchObject({ code: 'refused' });
});

test('fails with unresolved for a name that does not exist', async () => {
  const origin = 'http://no-such-host.invalid:1';
  await expect(client.send(request({ origin }))).rejects.toMatchObject({ code: 'unresolved' });
});

test('fails with protocol, and quotes nothing, when the peer speaks something else', async () => {
  const peer = await listen((socket) => socket.once('data', () => socket.end('SSH-2.0-secret\r\n')));
  const error: unknown = await client.send(request({ origin: peer.origin })).catch((thrown: unknown) => thrown);
  peer.server.close();
  expect(error).toMatchObject({ code: 'protocol' });
  expect(inspect(error, { depth: 9 })).not.toContain('secret');
});

test('quotes neither header nor body in an error', async () => {
  server.answer = (incoming) => incoming.socket.destroy();
  const sent = request({ method: 'POST', headers: { authorization: 'Bearer secret' }, body: 'secret' });
  const error: unknown = await client.send(sent).catch((thrown: unknown) => thrown);
  expect(inspect(error, { depth: 9 })).not.toContain('secret');
  expect(String(error)).toContain(`POST ${server.origin}: the connection broke`);
});

test('fails with protocol for a header that cannot be sent, without its value', async () => {
  const error: unknown = await client.send(request({ headers: { a: 'secret\n' } })).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'protocol' });
  expect(inspect(error, { depth: 9 })).not.toContain('secret');
});

test('fails with tls for a plain server behind an https origin', async () => {
  const origin = server.origin.replace('http:', 'https:');
  await expect(client.send(request({ origin }))).rejects.toMatchObject({ code: 'tls' });
});

test('trusts a server by the given CA and no other', async () => {
  const own = selfSigned();
  const secure = await HttpServer.start(own);
  const trusting = createHttpClient({ connections: 1, connectTimeout: 1000, tls: { ca: own.cert } });
  const blind = createHttpClient({ connections: 1, connectTimeout: 1000, tls: { insecureSkipVerify: true } });
  const wary = createHttpClient({ connections: 1, connectTimeout: 1000, tls: { ca: selfSigned().cert } });
  const sent = request({ origin: secure.origin });
  expect((await trusting.send(sent)).status).toBe(200);
  expect((await blind.send(sent)).status).toBe(200);
  await expect(wary.send(sent)).rejects.toMatchObject({ code: 'tls' });
  await expect(client.send(sent)).rejects.toMatchObject({ code: 'tls' });
  await Promise.all([trusting.close(), blind.close(), wary.close()]);
  await secure.stop();
});

test('streams a body piece by piece, beyond the deadline, until its end', async () => {
  const opened = Promise.withResolvers<ServerResponse>();
  server.answer = (_, response) => {
    response.write('one');
    opened.resolve(response);
  };
  const { status, body } = await client.stream(request({ timeout: 200 }));
  const pieces = body[Symbol.asyncIterator]();
  expect(status).toBe(200);
  expect(await pieces.next()).toMatchObject({ value: Buffer.from('one') });
  await new Promise((resolve) => setTimeout(resolve, 250));
  (await opened.promise).write('two');
  expect(await pieces.next()).toMatchObject({ value: Buffer.from('two') });
  (await opened.promise).end();
  expect((await pieces.next()).done).toBe(true);
});

test('ends a stream with aborted at its signal and closes the connection', async () => {
  const controller = new AbortController();
  server.answer = (_, response) => void response.write('one');
  const { body } = await client.stream(request({ signal: controller.signal }));
  const pieces = body[Symbol.asyncIterator]();
  await pieces.next();
  const next = pieces.next();
  controller.abort();
  await expect(next).rejects.toMatchObject({ code: 'aborted' });
  await eventually('the connection is closed', () => server.sockets.size === 0);
});

test('fails a stream with reset when the connection breaks, with timeout when no headers come', async () => {
  server.answer = (_, response) => {
    response.write('one');
    setImmediate(() => response.destroy());
  };
  const { body } = await client.stream(request());
  await expect(readAll(body)).rejects.toMatchObject({ code: 'reset' });
  server.answer = () => {};
  await expect(client.stream(request({ timeout: 50 }))).rejects.toMatchObject({ code: 'timeout' });
});

async function readAll(body: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const piece of body) size += piece.length;
  return size;
}

async function listen(greet: (socket: Socket) => void): Promise<{ server: Server; origin: string }> {
  const peer = createServer((socket) => greet(socket.on('error', () => {})));
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  const address = peer.address();
  return { server: peer, origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

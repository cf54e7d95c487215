import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as NetServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient } from '../../../src/ports/http-undici.ts';
import type { HttpClient } from '../../../src/ports/http.ts';
import { createArcDriver } from '../../../src/stores/arc/arc-driver.ts';
import type { AdminNode } from '../../../src/stores/driver.ts';
import { clusterBody } from './cluster-body.ts';

const driver = createArcDriver();
const token = 'adm-0123456789-0123456789-0123456789';
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function nodeAt(server: NetServer, timeout = 5_000): Promise<AdminNode> {
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  cleanups.push(() => new Promise((closed) => void server.close(closed)));
  const http: HttpClient = createHttpClient({ connections: 1, connectTimeout: 1_000 });
  cleanups.push(() => http.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { http, origin: `http://127.0.0.1:${port}`, token, timeout };
}

/** Answers the view to a GET, which opens the connection; a DELETE goes to `onDelete`. */
function arcThat(onDelete: RequestListener): Server {
  return createServer((request, response) => {
    if (request.method === 'DELETE') onDelete(request, response);
    else response.end(JSON.stringify(clusterBody()));
  });
}

describe('read', () => {
  test('of a whole answer is a view', async () => {
    const node = await nodeAt(arcThat(() => {}));
    expect(await driver.read(node)).toMatchObject({ kind: 'view', view: { memberId: 'arc-writer-0', term: 2n } });
  });

  const misbehaviours: [string, RequestListener, object][] = [
    ['10 MB', (_, response) => void response.end(Buffer.alloc(10_000_000, ' ')), { failure: 'invalid' }],
    ['a reset', (request) => void request.socket.resetAndDestroy(), { failure: 'unreachable' }],
    [
      'a reset in the body',
      (request, response) => void response.write('{', () => request.socket.resetAndDestroy()),
      { failure: 'unreachable' },
    ],
    [
      'a body cut short',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"enabled":false}', () => request.socket.end());
      },
      { failure: 'unreachable' },
    ],
    ['silence', () => {}, { failure: 'timeout' }],
    [
      'a body that drips',
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(drip));
      },
      { failure: 'timeout' },
    ],
  ];
  test.each(misbehaviours)('of %s fails', async (_, listener, expected) => {
    const node = await nodeAt(createServer(listener), 300);
    expect(await driver.read(node)).toMatchObject({ kind: 'failed', ...expected });
  });

  test('of what is no HTTP fails', async () => {
    const node = await nodeAt(createTcpServer((socket) => void socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n')));
    expect(await driver.read(node)).toMatchObject({ kind: 'failed' });
  });

  test('of a port where nobody listens fails', async () => {
    const node = await nodeAt(createServer());
    await cleanups.shift()?.();
    expect(await driver.read(node)).toMatchObject({ kind: 'failed', failure: 'unreachable' });
  });

  test('follows no redirect: the token goes nowhere else', async () => {
    const elsewhere: string[] = [];
    const other = await nodeAt(
      createServer((request, response) => {
        elsewhere.push(request.url ?? '');
        response.end(JSON.stringify(clusterBody()));
      }),
    );
    const node = await nodeAt(
      createServer((_, response) => {
        response.writeHead(307, { location: `${other.origin}/api/v1/cluster` }).end();
      }),
    );
    expect(await driver.read(node)).toMatchObject({ kind: 'failed', failure: 'invalid' });
    expect(elsewhere).toEqual([]);
  });
});

describe('mayRemove', () => {
  test('is allowed where the list of files is long', async () => {
    const files = JSON.stringify({ files: Array.from({ length: 50_000 }, (_, index) => ({ path: `f${index}` })) });
    const node = await nodeAt(createServer((_, response) => void response.end(files)));
    expect(await driver.mayRemove(node)).toEqual({ kind: 'allowed' });
  });
});

describe('remove', () => {
  test('goes over the connection that the read before it opened', async () => {
    const ports = new Set<number | undefined>();
    const server = arcThat(confirm).on('request', (request) => ports.add(request.socket.remotePort));
    const node = await nodeAt(server);
    await driver.read(node);
    expect(await driver.remove(node, 'arc-reader-3', () => true)).toEqual({ kind: 'removed' });
    expect(ports.size).toBe(1);
  });

  test('opens no connection of its own', async () => {
    let asked = 0;
    const node = await nodeAt(arcThat(() => void asked++));
    expect(await driver.remove(node, 'arc-reader-3', () => true)).toEqual({ kind: 'notSent', why: 'noOpenConnection' });
    expect(asked).toBe(0);
  });

  const misbehaviours: [string, RequestListener][] = [
    ['a reset', (request) => void request.socket.resetAndDestroy()],
    ['a closed connection', (request) => void request.socket.end()],
    ['silence', () => {}],
    [
      'a success cut short',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"success":true,"node_id":"arc-reader-3"}', () => request.socket.destroy());
      },
    ],
    ['10 MB', (_, response) => void response.end(Buffer.alloc(10_000_000, ' '))],
    ['a redirect', (request, response) => void response.writeHead(307, { location: request.url }).end()],
  ];
  test.each(misbehaviours)('is sent once and has an unknown outcome after %s', async (_, listener) => {
    let asked = 0;
    const server = arcThat((request, response) => {
      asked++;
      listener(request, response);
    });
    const node = await nodeAt(server, 300);
    await driver.read(node);
    const answer = await driver.remove(node, 'arc-reader-3', () => true);
    expect(answer).toMatchObject({ kind: 'unknown' });
    expect(JSON.stringify(answer)).not.toContain(token);
    expect(asked).toBe(1);
  });
});

function confirm(...[request, response]: Parameters<RequestListener>): void {
  const node_id = request.url?.split('/').at(-1);
  response.end(JSON.stringify({ success: true, message: 'node removed from cluster', node_id }));
}

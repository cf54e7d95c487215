import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as NetServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient } from '../../../src/ports/http-undici.ts';
import type { HttpClient } from '../../../src/ports/http.ts';
import { createArcDriver } from '../../../src/stores/arc/arc-driver.ts';
import type { AdminNode } from '../../../src/stores/driver.ts';
import { clusterBody } from './cluster-body.ts';

const driver = createArcDriver();
const token = 'adm-0123456789-0123456789-0123456789';
const success = '{"success":true,"node_id":"arc-reader-3"}';
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

  const whole = JSON.stringify(clusterBody());
  const misbehaviours: [string, RequestListener, { failure: string }][] = [
    ['a view of 10 MB', (_, response) => void response.end(whole.padEnd(10_000_000)), { failure: 'invalid' }],
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
      'headers that drip',
      ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), 20);
        socket.once('close', () => clearInterval(drip));
      },
      { failure: 'timeout' },
    ],
    [
      'endless headers',
      ({ socket }) => void socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(1_000_000)}`),
      { failure: 'invalid' },
    ],
    [
      'a body that drips',
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(drip));
      },
      { failure: 'timeout' },
    ],
  ];
  const bodies: [string, string | Buffer][] = [
    ['truncated JSON', whole.slice(0, -1)],
    ['a key twice', whole.replace('"term"', '"term":"9","term"')],
    ['invalid UTF-8', Buffer.from(whole.replace('round_robin', 'round\u00e9robin'), 'latin1')],
    ['a number where text was', whole.replace('"term":"2"', '"term":2')],
    ['text where a number might be', whole.replace('"is_leader":true', '"is_leader":"true"')],
    ['compressed JSON, which was not asked for', gzipSync(whole)],
  ];
  test.each(bodies)('of %s fails', async (_, body) => {
    const node = await nodeAt(createServer((__, response) => void response.end(body)));
    expect(await driver.read(node)).toMatchObject({ kind: 'failed', failure: 'invalid' });
  });

  test('of a view that comes byte by byte, but in time, is a view', async () => {
    const node = await nodeAt(
      createServer((_, response) => {
        const left = whole.split('');
        const drip = (): void => void (left.length === 0 ? response.end() : response.write(left.shift(), drip));
        drip();
      }),
    );
    expect(await driver.read(node)).toMatchObject({ kind: 'view' });
  });

  test('can be given up, and the next one does not wait behind it', async () => {
    let hanging = true;
    const arrived = Promise.withResolvers<void>();
    const node = await nodeAt(
      createServer((_, response) => {
        if (hanging) arrived.resolve();
        else response.end(whole);
      }),
    );
    const giveUp = new AbortController();
    const given = driver.read({ ...node, signal: giveUp.signal });
    await arrived.promise;
    giveUp.abort();
    expect(await given).toMatchObject({ kind: 'failed', failure: 'unreachable' });
    hanging = false;
    expect(await driver.read(node)).toMatchObject({ kind: 'view' });
  });

  test.each(misbehaviours)('of %s fails', async (_, listener, expected) => {
    const node = await nodeAt(createServer(listener), expected.failure === 'timeout' ? 300 : 5_000);
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

  test.each(['arc-reader-3', 'ARC-Reader-3', 'a.b_c~d', '...', 'x'.repeat(253)])(
    'names %s in its path byte by byte',
    async (id) => {
      const paths: (string | undefined)[] = [];
      const node = await nodeAt(arcThat(confirm).on('request', ({ url }) => paths.push(url)));
      await driver.read(node);
      expect(await driver.remove(node, id, () => true)).toEqual({ kind: 'removed' });
      expect(paths).toEqual(['/api/v1/cluster', `/api/v1/cluster/nodes/${id}`]);
    },
  );

  test.each(['a b', 'a/b', '..', 'a%2Db', 'nöde', 'a?b', 'a#b', 'a:b'])('sends nothing for %j', async (id) => {
    let asked = 0;
    const node = await nodeAt(arcThat(() => void asked++));
    await driver.read(node);
    expect(await driver.remove(node, id, () => true)).toMatchObject({ kind: 'rejected' });
    expect(asked).toBe(0);
  });

  test('sends nothing when the caller, asked at the last moment, says no', async () => {
    let asked = 0;
    const node = await nodeAt(arcThat(() => void asked++));
    await driver.read(node);
    expect(await driver.remove(node, 'arc-reader-3', () => false)).toEqual({ kind: 'notSent', why: 'tooLate' });
    expect(asked).toBe(0);
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
    ['silence', silent],
    [
      'a success cut short',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"success":true,"node_id":"arc-reader-3"}', () => request.socket.destroy());
      },
    ],
    ['a success of 10 MB', (_, response) => void response.end(success.padEnd(10_000_000))],
    ['an id twice', (_, response) => void response.end('{"success":true,"node_id":"x","node_id":"arc-reader-3"}')],
    [
      'invalid UTF-8',
      (_, response) => void response.end(Buffer.from(`${success.slice(0, -1)},"x":"\u00e9"}`, 'latin1')),
    ],
    ['a success that drips', dripping],
    ['a redirect', (request, response) => void response.writeHead(307, { location: request.url }).end()],
  ];
  test('is unknown when the caller gives it up', async () => {
    const giveUp = new AbortController();
    const node = await nodeAt(arcThat(() => giveUp.abort()));
    await driver.read(node);
    const answer = await driver.remove({ ...node, signal: giveUp.signal }, 'arc-reader-3', () => true);
    expect(answer).toMatchObject({ kind: 'unknown' });
  });

  test.each(misbehaviours)('is sent once and has an unknown outcome after %s', async (_, listener) => {
    let asked = 0;
    const server = arcThat((request, response) => {
      asked++;
      listener(request, response);
    });
    const node = await nodeAt(server, [silent, dripping].includes(listener) ? 300 : 5_000);
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

function silent(): void {}

/** Begins a success and never ends it. */
function dripping(...[, response]: Parameters<RequestListener>): void {
  response.write(success);
  const drip = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(drip));
}

import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient } from '../../../../src/ports/http-undici.ts';
import type { TlsOptions } from '../../../../src/ports/http.ts';
import { createArcDriver } from '../../../../src/stores/arc/arc-driver.ts';
import type { AdminNode } from '../../../../src/stores/driver.ts';
import { HttpServer } from '../../../ports/http-server.ts';
import { type CertificateOptions, selfSigned } from '../../../ports/self-signed.ts';
import { clusterBody } from '../cluster-body.ts';

const driver = createArcDriver();
const token = 'adm-0123456789-0123456789-0123456789';
const name = 'arc-headless.db.svc';
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** An Arc node behind HTTPS at 127.0.0.1, which confirms every removal, and the names by which clients asked for it. */
async function arcWith(certificate: { key: string; cert: string }) {
  const server = await HttpServer.start(certificate);
  cleanups.push(async () => server.stop());
  const asked: (string | false | null | undefined)[] = [];
  server.answer = (request, response) => {
    asked.push((request.socket as TLSSocket).servername);
    const node_id = request.url?.split('/').at(-1);
    const confirmed = { success: true, message: 'node removed from cluster', node_id };
    response.end(JSON.stringify(request.method === 'DELETE' ? confirmed : clusterBody()));
  };
  return { server, asked };
}

function nodeAt(origin: string, tls: TlsOptions): AdminNode {
  const http = createHttpClient({ connections: 1, connectTimeout: 1_000, tls });
  cleanups.push(async () => http.close());
  return { http, origin, token, timeout: 5_000 };
}

describe('a pod is believed and given the token', () => {
  test.each<[string, CertificateOptions, TlsOptions]>([
    ['when the CA of the spec vouches for its address', {}, {}],
    ['when the CA of the spec vouches for the server name of the spec', { name }, { serverName: name }],
    ['when the certificate is for all names of a domain', { name: '*.db.svc' }, { serverName: name }],
  ])('%s', async (_, certificate, tls) => {
    const own = selfSigned(certificate);
    const { server, asked } = await arcWith(own);
    const node = nodeAt(server.origin, { ca: own.cert, ...tls });
    expect(await driver.read(node)).toMatchObject({ kind: 'view' });
    expect(await driver.remove(node, 'arc-reader-3', () => true)).toEqual({ kind: 'removed' });
    expect(asked).toEqual([tls.serverName ?? false, tls.serverName ?? false]);
    expect(server.connections).toBe(1);
  });
});

describe('a pod is neither believed nor sent anything, the token least of all', () => {
  const own = selfSigned({ name });
  const forAddress = selfSigned();
  const ended = selfSigned({ name, until: '230101' });
  test.each<[string, { key: string; cert: string }, TlsOptions]>([
    ['without a CA', own, { serverName: name }],
    ['with another CA', own, { ca: selfSigned({ name }).cert, serverName: name }],
    ['with a CA that is none', own, { ca: 'no PEM', serverName: name }],
    ['when its certificate is for a name and none was given', own, { ca: own.cert }],
    ['when its certificate is for another name', own, { ca: own.cert, serverName: 'other.db.svc' }],
    [
      'when its certificate is for an address and a name was given',
      forAddress,
      { ca: forAddress.cert, serverName: name },
    ],
    ['when its certificate has ended', ended, { ca: ended.cert, serverName: name }],
  ])('%s', async (_, certificate, tls) => {
    const { server } = await arcWith(certificate);
    const node = nodeAt(server.origin, tls);
    const result = await driver.read(node);
    expect(result).toMatchObject({ kind: 'failed', failure: 'tls', message: expect.stringContaining('TLS') });
    expect(await driver.mayRemove(node)).toMatchObject({ kind: 'unknown' });
    expect(await driver.remove(node, 'arc-reader-3', () => true)).toEqual({ kind: 'notSent', why: 'noOpenConnection' });
    expect(server.received).toEqual([]);
  });

  test('behind HTTP where HTTPS was expected', async () => {
    const server = await HttpServer.start();
    cleanups.push(async () => server.stop());
    const node = nodeAt(server.origin.replace('http:', 'https:'), { ca: own.cert });
    expect(await driver.read(node)).toMatchObject({ kind: 'failed', failure: 'tls' });
    expect(server.received).toEqual([]);
  });
});

test('HTTPS where HTTP was expected is a failed read', async () => {
  const { server } = await arcWith(selfSigned());
  const node = nodeAt(server.origin.replace('https:', 'http:'), {});
  expect(await driver.read(node)).toMatchObject({ kind: 'failed' });
  expect(server.received).toEqual([]);
});

import { Resolver } from 'node:dns/promises';
import type { Socket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serveNames } from './dns.ts';

let server: Socket;
const resolver = new Resolver({ timeout: 2_000, tries: 1 });

beforeAll(async () => {
  const isKnown = (...name: readonly string[]): boolean => name.join('.') === 'arc-0.arc-headless.store';
  server = await serveNames('127.0.0.1', (...name) => (isKnown(...name) ? '198.18.2.7' : undefined), 0);
  resolver.setServers([`127.0.0.1:${server.address().port}`]);
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

test('a pod of a headless Service has its address', async () => {
  await expect(resolver.resolve4('arc-0.arc-headless.store.svc.cluster.local')).resolves.toEqual(['198.18.2.7']);
});

test('a pod that is not there does not exist', async () => {
  await expect(resolver.resolve4('arc-1.arc-headless.store.svc.cluster.local')).rejects.toThrow('ENOTFOUND');
});

test('the same name outside of the cluster does not exist', async () => {
  await expect(resolver.resolve4('arc-0.arc-headless.store.example')).rejects.toThrow('ENOTFOUND');
});

test('a pod has no address of version 6, but it exists', async () => {
  await expect(resolver.resolve6('arc-0.arc-headless.store.svc.cluster.local')).rejects.toThrow('ENODATA');
});

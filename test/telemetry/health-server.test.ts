import { get } from 'node:http';

import { afterEach, expect, test } from '@jest/globals';

import { HealthServer } from '../../src/telemetry/health-server.ts';

let server: HealthServer | undefined;
afterEach(() => server?.close());

async function serve(
  unready: readonly string[],
  hung: readonly string[] = [],
): Promise<(path: string) => Promise<string>> {
  server = new HealthServer({ hung: () => hung, unready: () => unready });
  const port = await server.listen('127.0.0.1', 0);
  return async (path) =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
        response
          .toArray()
          .then((chunks) => resolve(`${response.statusCode} ${chunks.join('').trim()}`))
          .catch(reject);
      }).once('error', reject);
    });
}

test('is ready when there is no reason not to be', async () => {
  const ask = await serve([]);
  expect(await ask('/readyz')).toBe('200 ok');
  expect(await ask('/readyz?verbose')).toBe('200 ok');
});

test('says why it is not ready, and lives nevertheless', async () => {
  const ask = await serve(['RaftClusters: the CRD is not installed', 'Pods: permission is missing']);
  expect(await ask('/readyz')).toBe('503 RaftClusters: the CRD is not installed\nPods: permission is missing');
  expect(await ask('/livez')).toBe('200 ok');
});

test('does not live when something hangs, and says what', async () => {
  const ask = await serve([], ['1 passes have been under way for more than 600 s']);
  expect(await ask('/livez')).toBe('503 1 passes have been under way for more than 600 s');
});

test('serves nothing else', async () => {
  const ask = await serve([]);
  expect(await ask('/')).toBe('404 not found');
});

test('without a host it listens on every address', async () => {
  server = new HealthServer({ hung: () => [], unready: () => [] });
  const port = await server.listen('', 0);
  await expect(new HealthServer({ hung: () => [], unready: () => [] }).listen('127.0.0.1', port)).rejects.toMatchObject(
    { code: 'EADDRINUSE' },
  );
});

test('a port that is taken is an error', async () => {
  server = new HealthServer({ hung: () => [], unready: () => [] });
  const port = await server.listen('127.0.0.1', 0);
  await expect(new HealthServer({ hung: () => [], unready: () => [] }).listen('127.0.0.1', port)).rejects.toMatchObject(
    { code: 'EADDRINUSE' },
  );
});

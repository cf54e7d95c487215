import { afterEach, expect, test } from '@jest/globals';

import { healthServer } from '../../src/telemetry/health-server.ts';
import type { ReadOnlyServer } from '../../src/telemetry/read-only-server.ts';
import { ask } from './ask.ts';

let server: ReadOnlyServer | undefined;
afterEach(() => server?.close());

async function serve(
  unready: readonly string[],
  hung: readonly string[] = [],
): Promise<(path: string) => Promise<string>> {
  server = healthServer({ hung: () => hung, unready: () => unready }, () => {});
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  return async (path) => {
    const { status, text } = await ask(port, path);
    return `${status} ${text.trim()}`;
  };
}

test('is ready when there is no reason not to be', async () => {
  const answer = await serve([]);
  expect(await answer('/readyz')).toBe('200 ok');
  expect(await answer('/readyz?verbose')).toBe('200 ok');
});

test('says why it is not ready, and lives nevertheless', async () => {
  const answer = await serve(['RaftClusters: the CRD is not installed', 'Pods: permission is missing']);
  expect(await answer('/readyz')).toBe('503 RaftClusters: the CRD is not installed\nPods: permission is missing');
  expect(await answer('/livez')).toBe('200 ok');
});

test('does not live when something hangs, and says what', async () => {
  const answer = await serve([], ['1 passes have been under way for more than 600 s']);
  expect(await answer('/livez')).toBe('503 1 passes have been under way for more than 600 s');
  expect(await answer('/readyz')).toBe('200 ok');
});

test('serves nothing else', async () => {
  const answer = await serve([]);
  expect(await answer('/')).toBe('404 not found');
  expect(await answer('/metrics')).toBe('404 not found');
});

import { afterEach, expect, test } from '@jest/globals';

import { MetricRegistry } from '../../src/telemetry/metric-registry.ts';
import { metricsServer } from '../../src/telemetry/metrics-server.ts';
import type { ReadOnlyServer } from '../../src/telemetry/read-only-server.ts';
import { ask } from './ask.ts';

const faults: unknown[] = [];
let server: ReadOnlyServer | undefined;
afterEach(() => {
  server?.close();
  faults.length = 0;
});

async function serve(expose: () => AsyncIterable<string>): Promise<number> {
  server = metricsServer(expose, (error) => void faults.push(error));
  return server.listen({ host: '127.0.0.1', port: 0 });
}

test('serves what the registry says at the moment, as Prometheus’ text', async () => {
  const registry = new MetricRegistry();
  const port = await serve(() => registry.expose({}));
  registry.count('controller_runtime_reconcile_errors_total', { controller: 'raftcluster' });
  const { status, headers, text } = await ask(port, '/metrics');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toMatch(/^controller_runtime_reconcile_errors_total\{controller="raftcluster"\} 1$/m);
  registry.count('controller_runtime_reconcile_errors_total', { controller: 'raftcluster' });
  expect((await ask(port, '/metrics?x')).text).toMatch(/^controller_runtime_reconcile_errors_total\{.*\} 2$/m);
});

test.each(['/', '/metrics/', '/livez', '/readyz', '/debug/pprof'])('serves nothing at %s', async (path) => {
  const port = await serve(() => failing('not asked for'));
  expect(await ask(port, path)).toMatchObject({ status: 404, text: 'not found\n' });
});

test('a failure to gather is 500 without detail, and told', async () => {
  const port = await serve(() => failing('arc-4 at /var/run/secrets'));
  expect(await ask(port, '/metrics')).toMatchObject({ status: 500, text: 'internal error\n' });
  expect(faults).toEqual([new Error('arc-4 at /var/run/secrets')]);
});

// oxlint-disable-next-line require-yield -- it never comes to that
async function* failing(why: string): AsyncGenerator<string, void> {
  throw new Error(why);
}

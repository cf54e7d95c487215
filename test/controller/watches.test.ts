import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { Watches } from '../../src/controller/watches.ts';
import { KubeClient } from '../../src/kube/kube-client.ts';
import { createHttpClient } from '../../src/ports/http-undici.ts';
import { createClock } from '../../src/ports/real-clock.ts';
import { FakeApiServer } from '../kube/fake-api-server.ts';
import type { Exchange } from '../kube/fake-api-server.ts';
import { ManualClock } from '../kube/manual-clock.ts';
import { testLog } from '../kube/test-log.ts';
import { eventually } from '../ports/eventually.ts';

const stop = new AbortController();
let server: FakeApiServer;
let client: KubeClient;
let clock: ManualClock;
let watches: Watches;
let running: Promise<void>;

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = new KubeClient(server.connection(), createHttpClient, createClock());
  clock = new ManualClock();
  const random = { fraction: () => 0.5, uuid: () => 'uuid' };
  watches = new Watches({ client, clock, random, log: testLog(), namespace: undefined });
  running = watches.run({ onCluster: () => {}, onSet: () => {}, onPod: () => {} }, stop.signal);
});

afterEach(async () => {
  stop.abort();
  await running;
  await client.close();
  await server.stop();
});

/** Seconds since each watch was heard. */
function staleness(): Readonly<Record<string, number>> {
  const samples = watches.samples(clock)['raftcluster_watch_staleness_seconds']?.() ?? [];
  return Object.fromEntries([...samples].map(({ labels, value }) => [labels['resource'] ?? '', value]));
}

/** The three watches, by what they ask for. */
async function asked(): Promise<ReadonlyMap<string, Exchange>> {
  const exchanges = [await server.next(), await server.next(), await server.next()];
  return new Map(exchanges.map((exchange) => [exchange.path.split('/').at(-1) ?? '', exchange]));
}

test('a watch is stale from the last word of the server, even if that was a bookmark', async () => {
  const opened = await asked();
  expect(staleness()).toEqual({ raftclusters: Infinity, statefulsets: Infinity, pods: Infinity });
  for (const exchange of opened.values()) exchange.bookmark('5', true);
  await watches.synced();
  expect(staleness()).toEqual({ raftclusters: 0, statefulsets: 0, pods: 0 });
  await clock.advance(60_000);
  opened.get('pods')?.bookmark('6');
  await eventually('pods to be heard', () => staleness()['pods'] === 0);
  expect(staleness()).toEqual({ raftclusters: 60, statefulsets: 60, pods: 0 });
});

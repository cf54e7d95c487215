import { expect, test } from '@jest/globals';
import { EventRecorder } from '../../../src/kube/event-recorder.ts';
import { LeaseElector } from '../../../src/kube/lease-elector.ts';
import { testLog } from '../../kube/test-log.ts';
import type { SimulatedProcess } from '../engine/process.ts';
import { arc, Harness } from './harness.ts';

function campaign(harness: Harness, host: string) {
  const process = harness.process(host);
  const told: string[] = [];
  const stop = new AbortController();
  const elector = new LeaseElector({
    client: harness.client(process),
    clock: process.clock,
    random: harness.random.fork(host),
    log: testLog(),
    namespace: 'system',
    name: 'operator',
    host,
    onStartedLeading: () => void told.push(`leads at ${seconds(harness)}`),
    onStoppedLeading: () => void told.push(`stops at ${seconds(harness)}`),
  });
  process.deliver(() => void elector.run(stop.signal));
  return { process, elector, told, stop: () => process.deliver(() => stop.abort()) };
}

function seconds({ timeline }: Harness): number {
  return Math.round(timeline.now / 1000);
}

function leads(...candidates: readonly { readonly elector: LeaseElector; readonly process: SimulatedProcess }[]) {
  return candidates.map(({ elector, process }) => process.isAlive && elector.isLeader());
}

test('one of two candidates leads; after its crash the other one, once the Lease is over', async () => {
  const harness = new Harness();
  const first = campaign(harness, 'first');
  await harness.pass(1_000);
  const other = campaign(harness, 'other');
  await harness.pass(60_000);
  expect(leads(first, other)).toEqual([true, false]);
  first.process.crash();
  await harness.pass(11_000);
  expect(leads(first, other)).toEqual([false, false]);
  await harness.pass(9_000);
  expect(leads(first, other)).toEqual([false, true]);
});

test('a Lease that is given back is taken at once', async () => {
  const harness = new Harness();
  const first = campaign(harness, 'first');
  await harness.pass(1_000);
  const other = campaign(harness, 'other');
  await harness.pass(30_000);
  first.stop();
  await harness.pass(4_000);
  expect(leads(first, other)).toEqual([false, true]);
  const lease = harness.kubernetes.objects.get('leases', 'system', 'operator');
  expect(lease?.spec).toMatchObject({ holderIdentity: other.elector.identity, leaseTransitions: 1 });
});

test('a leader that cannot reach the server stops before the Lease is over', async () => {
  const harness = new Harness();
  const first = campaign(harness, 'first');
  await harness.pass(1_000);
  harness.kubernetes.server.troubles.of = () => ({ kind: 'silent' });
  await harness.pass(60_000);
  expect(first.told).toHaveLength(2);
  expect(first.told[0]).toBe('leads at 0');
  expect(Number(first.told[1]?.replace('stops at ', ''))).toBeLessThan(13);
});

test('an event is created once, its repeats are patched into it', async () => {
  const harness = new Harness();
  const process = harness.process();
  const log = testLog();
  const recorder = new EventRecorder({
    client: harness.client(process),
    clock: process.clock,
    random: harness.random.fork('events'),
    log,
    controller: 'raftcluster.dev/operator',
    instance: 'operator',
  });
  const regarding = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster', ...arc, uid: 'any' };
  const event = { regarding, type: 'Normal', reason: 'Removed', action: 'Remove', note: 'ä'.repeat(2_000) } as const;
  for (let count = 0; count < 3; count++) {
    process.deliver(() => recorder.record(event));
    await harness.pass(40_000);
  }
  expect(log.lines).toEqual([]);
  expect(harness.kubernetes.objects.list('events')).toMatchObject([{ reason: 'Removed', series: { count: 3 } }]);
});

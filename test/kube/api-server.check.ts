/**
 * Shows that `src/kube` and a real API server agree: `node test/kube/api-server.check.ts`. What the unit tests here
 * dictate to a fake server is what this one was seen to do.
 */
import assert from 'node:assert/strict';
import { EventRecorder } from '../../src/kube/event-recorder.ts';
import { KubeClient } from '../../src/kube/kube-client.ts';
import { loadKubeConfig } from '../../src/kube/kube-config.ts';
import type { KubeError } from '../../src/kube/kube-error.ts';
import { field, type Identified } from '../../src/kube/kube-object.ts';
import { LeaseElector } from '../../src/kube/lease-elector.ts';
import type { StoreEvent } from '../../src/kube/object-store.ts';
import { Reflector } from '../../src/kube/reflector.ts';
import { events, leases, pods, type Resource } from '../../src/kube/resource.ts';
import { StatusWriter } from '../../src/kube/status-writer.ts';
import { createHttpClient } from '../../src/ports/http-undici.ts';
import { createClock } from '../../src/ports/real-clock.ts';
import { createRandom } from '../../src/ports/real-random.ts';
import { type Bed, startBed } from '../testbed/bed.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { identify } from './reflector-harness.ts';
import { testLog } from './test-log.ts';

const namespace = 'kube-check';
const wait = { timeout: 60_000 };
const clock = createClock();
const random = createRandom();
const configMaps: Resource = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const widgetDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.check.dev' },
  spec: {
    group: 'check.dev',
    names: { plural: 'widgets', kind: 'Widget' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: { spec: anything, status: anything },
          },
        },
      },
    ],
  },
};
const widgets: Resource = { group: 'check.dev', version: 'v1', plural: 'widgets', namespaced: true };

for (const watchList of [true, false]) {
  const bed = await startBed(watchList ? {} : { featureGates: { WatchList: false } });
  try {
    await bed.namespace(namespace);
    await checkReflector(bed, watchList);
    if (!watchList) continue;
    await checkErrors(bed);
    await checkStatus(bed);
    await checkLease(bed);
    await checkEvents(bed);
  } finally {
    await bed.stop();
  }
}
console.log('all agree');

async function checkReflector(bed: Bed, watchList: boolean): Promise<void> {
  const client = await clientOf(bed.adminKubeconfig);
  const told: StoreEvent<Identified>[] = [];
  const troubles: (string | undefined)[] = [];
  const stop = new AbortController();
  for (const name of ['a', 'b']) await bed.kube.create(configMap(name));
  const reflector = new Reflector({
    client,
    clock,
    random,
    log: testLog(),
    resource: configMaps,
    selection: { namespace, labelSelector: 'check' },
    project: identify,
    onEvent: (event) => void told.push(event),
    onSynced: () => step('the initial state is there'),
    onTrouble: (trouble) => void troubles.push(trouble?.code),
  });
  const running = reflector.run(stop.signal);
  await waitUntil('the initial state', wait, () => reflector.state.synced);
  assert.equal(reflector.store.size, 2);
  await bed.kube.create(configMap('c'));
  await waitUntil('c', wait, () => reflector.store.get(namespace, 'c') !== undefined);
  await bed.controlPlane.stopApiServer();
  await waitUntil('trouble', wait, () => reflector.state.trouble?.code === 'network');
  await bed.controlPlane.startApiServer();
  await bed.kube.delete({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'a' });
  await waitUntil('the deletion of a', wait, () => reflector.store.get(namespace, 'a') === undefined);
  step('it follows again after the API server was away');
  stop.abort();
  await running;
  await client.close();
  const lists = bed
    .auditLog()
    .filter(({ verb, resource, user }) => verb === 'list' && resource === 'configmaps' && user === 'admin');
  assert.equal(lists.length > 0, !watchList, `${lists.length} lists`);
  assert.deepEqual(
    told.map(({ type, object }) => `${type} ${object.name}`),
    ['added a', 'added b', 'added c', 'deleted a'],
  );
}

async function checkErrors(bed: Bed): Promise<void> {
  const admin = await clientOf(bed.adminKubeconfig);
  const nobody = await clientOf(await bed.operatorKubeconfig(namespace, 'default'));
  const key = { namespace, name: 'none' };
  await refuses(() => admin.get(pods, key), 'notFound');
  await refuses(() => admin.list(widgets, { limit: 1 }), 'unknownKind');
  await refuses(() => admin.watch(widgets, {}, {}, AbortSignal.timeout(5_000)), 'unknownKind');
  await refuses(() => nobody.get(pods, key), 'forbidden');
  await refuses(() => nobody.watch(pods, {}, {}, AbortSignal.timeout(5_000)), 'forbidden');
  await refuses(() => admin.create(configMaps, configMap('c')), 'alreadyExists');
  await refuses(() => admin.create(configMaps, { ...configMap('d'), data: 'none' }), 'invalid');
  const connection = await loadKubeConfig(bed.adminKubeconfig);
  const stranger = { ...connection, authorize: async () => ({ authorization: 'Bearer nothing' }) };
  const unknown = new KubeClient(stranger, createHttpClient, clock);
  await refuses(() => unknown.get(pods, key), 'unauthorized');
  const untrusting = new KubeClient({ ...connection, tls: {} }, createHttpClient, clock);
  await refuses(() => untrusting.get(pods, key), 'network');
  const first = await admin.list(configMaps, { namespace, limit: 1 });
  assert.ok(first.continue !== undefined && first.items.length === 1);
  await Promise.all([admin, nobody, unknown, untrusting].map((client) => client.close()));
}

async function checkStatus(bed: Bed): Promise<void> {
  const client = await clientOf(bed.adminKubeconfig);
  await bed.kube.apply([widgetDefinition]);
  const widget = { apiVersion: 'check.dev/v1', kind: 'Widget', metadata: { name: 'w', namespace }, spec: { a: 1 } };
  const read = await waitUntil('the kind', wait, () => client.create(widgets, widget));
  const { uid, resourceVersion } = read.metadata;
  const writer = new StatusWriter(client, widgets);
  const target = { apiVersion: 'check.dev/v1', kind: 'Widget', namespace, name: 'w', uid, resourceVersion };
  await refuses(() => writer.replace({ ...target, uid: 'another' }, { x: 1 }), 'conflict');
  const one = await writer.replace(target, { x: 1, y: { z: 1 } });
  assert.deepEqual({ spec: one['spec'], status: one['status'] }, { spec: { a: 1 }, status: { x: 1, y: { z: 1 } } });
  await refuses(() => writer.replace(target, { x: 2 }), 'conflict');
  const two = await writer.replace({ ...target, resourceVersion: one.metadata.resourceVersion }, { y: {} });
  assert.deepEqual({ spec: two['spec'], status: two['status'] }, { spec: { a: 1 }, status: { y: {} } });
  assert.equal(two.metadata.generation, read.metadata.generation);
  const same = await writer.replace({ ...target, resourceVersion: two.metadata.resourceVersion }, { y: {} });
  step(`an unchanged status leaves the version: ${same.metadata.resourceVersion === two.metadata.resourceVersion}`);
  await refuses(() => writer.replace({ ...target, name: 'none' }, {}), 'notFound');
  await client.close();
  step('statuses are replaced whole');
}

async function checkLease(bed: Bed): Promise<void> {
  const client = await clientOf(bed.adminKubeconfig);
  const told: string[] = [];
  const join = (host: string, stop: AbortSignal): Promise<void> =>
    new LeaseElector({
      client,
      clock,
      random,
      log: testLog(),
      namespace,
      name: 'check',
      host,
      onStartedLeading: () => void told.push(`${host} leads`),
      onStoppedLeading: () => void told.push(`${host} stopped`),
    }).run(stop);
  const stops = [new AbortController(), new AbortController()] as const;
  const first = join('first', stops[0].signal);
  await waitUntil('a leader', wait, () => told.length === 1);
  const acquired = await client.get(leases, { namespace, name: 'check' });
  const second = join('second', stops[1].signal);
  await waitUntil('a renewal', wait, async () => {
    const lease = await client.get(leases, { namespace, name: 'check' });
    return field(lease['spec'], 'renewTime') !== field(acquired['spec'], 'renewTime');
  });
  stops[0].abort();
  await first;
  await waitUntil('the next leader', wait, () => told.length === 3);
  stops[1].abort();
  await second;
  assert.deepEqual(told, ['first leads', 'first stopped', 'second leads', 'second stopped']);
  const given = (await client.get(leases, { namespace, name: 'check' }))['spec'];
  assert.deepEqual([field(given, 'holderIdentity'), field(given, 'leaseTransitions')], [undefined, 1]);
  await client.close();
  step('a Lease is taken, renewed, given back and taken by the next');
}

async function checkEvents(bed: Bed): Promise<void> {
  const client = await clientOf(bed.adminKubeconfig);
  const log = testLog();
  const recorder = new EventRecorder({
    client,
    clock,
    random,
    log,
    controller: 'check.dev/operator',
    instance: 'check-0',
  });
  const { metadata } = await client.get(widgets, { namespace, name: 'w' });
  const regarding = { apiVersion: 'check.dev/v1', kind: 'Widget', namespace, name: 'w', uid: metadata.uid };
  const event = { regarding, type: 'Warning', reason: 'Checked', action: 'Check', note: 'ä'.repeat(2_000) } as const;
  recorder.record(event);
  await waitUntil(
    'the event',
    wait,
    async () => (await client.list(events, { namespace, limit: 5 })).items.length === 1,
  );
  for (let repeat = 0; repeat < 3; repeat += 1) recorder.record(event);
  await recorder.flush(5_000);
  const [written] = (await client.list(events, { namespace, limit: 5 })).items;
  assert.equal(field(written?.['series'], 'count'), 4);
  assert.deepEqual(log.lines, []);
  const { stdout } = await bed.kubectl(['describe', 'widget', 'w', '-n', namespace]);
  assert.match(stdout, /Warning\s+Checked\s+.*check\.dev\/operator/);
  await client.close();
  step('events and their repeats are there');
}

async function clientOf(kubeconfig: string): Promise<KubeClient> {
  return new KubeClient(await loadKubeConfig(kubeconfig), createHttpClient, clock);
}

async function refuses(act: () => Promise<unknown>, code: KubeError['code']): Promise<void> {
  await assert.rejects(act, (error: KubeError) => {
    step(`${error.code}: ${error.message}`);
    return error.code === code;
  });
}

function configMap(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { check: 'yes' } } };
}

function step(what: string): void {
  console.log(`- ${what}`);
}

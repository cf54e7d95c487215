import { describe, expect, test } from '@jest/globals';
import { arc, Harness } from './harness.ts';
import type { KubernetesOptions } from './kubernetes.ts';
import type { WantedSet } from './users.ts';

const namespace = 'arc';

async function withSet(wanted: Partial<WantedSet> = {}, options: Partial<KubernetesOptions> = {}) {
  const harness = new Harness(options);
  const { kubernetes, workload } = harness;
  kubernetes.users.createSet({ ...arc, replicas: 3, ...wanted });
  await harness.pass(60_000);
  /** `+arc-0`, `-arc-0`, `!arc-0` (deleted, but still there): what becomes of the pods from now on. */
  const told: string[] = [];
  kubernetes.objects.watch('pods', ({ before, after, shown: { name, object } }) => {
    if (before === undefined) told.push(`+${name}`);
    else if (after === undefined) told.push(`-${name}`);
    else if (object.metadata.deletionTimestamp !== before.object.metadata.deletionTimestamp) told.push(`!${name}`);
  });
  const pods = (): readonly string[] => kubernetes.objects.list('pods').map(({ metadata }) => metadata.name);
  const uidOf = (name: string) => kubernetes.objects.get('pods', namespace, name)?.metadata.uid;
  const status = () => kubernetes.objects.get('statefulsets', namespace, 'arc')?.status;
  return { harness, kubernetes, workload, users: kubernetes.users, told, pods, uidOf, status };
}

test('a pod has the labels and the owner that real ones have', async () => {
  const { kubernetes } = await withSet();
  const set = kubernetes.objects.get('statefulsets', namespace, 'arc');
  expect(kubernetes.objects.get('pods', namespace, 'arc-1')?.metadata).toMatchObject({
    labels: { app: 'arc', 'statefulset.kubernetes.io/pod-name': 'arc-1', 'apps.kubernetes.io/pod-index': '1' },
    ownerReferences: [{ kind: 'StatefulSet', name: 'arc', uid: set?.metadata.uid, controller: true }],
  });
});

describe('OrderedReady', () => {
  test('starts one pod after the other, and stops them highest first', async () => {
    const { harness, users, workload, told } = await withSet();
    expect(workload.running).toEqual(['arc-0', 'arc-1', 'arc-2']);
    users.scale(arc, 5);
    await harness.pass(60_000);
    users.scale(arc, 2);
    await harness.pass(60_000);
    expect(told).toEqual(['+arc-3', '+arc-4', '!arc-4', '-arc-4', '!arc-3', '-arc-3', '!arc-2', '-arc-2']);
  });

  test('stops none as long as a wanted pod is not Ready', async () => {
    const { harness, users, workload, pods } = await withSet();
    workload.of('arc-0').isReady = false;
    await harness.pass(15_000);
    users.scale(arc, 1);
    await harness.pass(600_000);
    expect(pods()).toEqual(['arc-0', 'arc-1', 'arc-2']);
    workload.of('arc-0').isReady = true;
    await harness.pass(60_000);
    expect(pods()).toEqual(['arc-0']);
  });
});

describe('Parallel', () => {
  test('stops all that are condemned at once, Ready or not', async () => {
    const { harness, users, workload, told } = await withSet({ parallel: true, replicas: 4 });
    workload.of('arc-0').isReady = false;
    await harness.pass(15_000);
    users.scale(arc, 1);
    await harness.pass(100);
    expect(told.filter((each) => each.startsWith('!'))).toEqual(['!arc-3', '!arc-2', '!arc-1']);
  });
});

test('a raised start condemns the lowest ordinals', async () => {
  const { harness, users, pods } = await withSet({ parallel: true });
  users.setStart(arc, 2);
  await harness.pass(60_000);
  expect(pods()).toEqual(['arc-2', 'arc-3', 'arc-4']);
});

test('a pod that is deleted comes back under its name, with another UID and its disk', async () => {
  const { harness, users, workload, uidOf } = await withSet();
  const before = { uid: uidOf('arc-1'), disk: workload.of('arc-1').pod.disk };
  users.deletePod({ namespace, name: 'arc-1' });
  await harness.pass(60_000);
  expect(uidOf('arc-1')).toBeDefined();
  expect(uidOf('arc-1')).not.toBe(before.uid);
  expect(workload.of('arc-1').pod.disk).toBe(before.disk);
});

test('a pod that was scaled away comes back empty where its volume went with it', async () => {
  const { harness, users, workload } = await withSet({ dropsScaled: true });
  const { disk } = workload.of('arc-2').pod;
  users.scale(arc, 2);
  await harness.pass(60_000);
  users.scale(arc, 3);
  await harness.pass(60_000);
  expect(workload.of('arc-2').pod.disk).not.toBe(disk);
});

test('a rolling restart takes the highest first, one at a time, down to the partition', async () => {
  const { harness, users, told, status } = await withSet();
  users.setPartition(arc, 1);
  users.restart(arc);
  await harness.pass(60_000);
  expect(told).toEqual(['!arc-2', '-arc-2', '+arc-2', '!arc-1', '-arc-1', '+arc-1']);
  expect(status()?.currentRevision).not.toBe(status()?.updateRevision);
  users.setPartition(arc, 0);
  await harness.pass(60_000);
  expect(told.slice(6)).toEqual(['!arc-0', '-arc-0', '+arc-0']);
  expect(status()?.currentRevision).toBe(status()?.updateRevision);
});

describe('its status', () => {
  test('says that a generation was seen, and counts pods that are still there', async () => {
    const { harness, users, workload, status } = await withSet();
    workload.heedsSigterm = false;
    users.scale(arc, 2);
    await harness.pass(1_000);
    expect(status()).toMatchObject({ observedGeneration: 2, replicas: 3 });
    await harness.pass(60_000);
    expect(status()).toMatchObject({ observedGeneration: 2, replicas: 2, readyReplicas: 2 });
  });

  test('stays behind while the controller is down', async () => {
    const { harness, kubernetes, users, status, pods } = await withSet();
    kubernetes.sets.stop();
    users.scale(arc, 1);
    await harness.pass(60_000);
    expect([status()?.observedGeneration, pods().length]).toEqual([1, 3]);
    kubernetes.sets.start();
    await harness.pass(60_000);
    expect([status()?.observedGeneration, pods().length]).toEqual([2, 1]);
  });

  test('stays behind while its cache is', async () => {
    const { harness, kubernetes, users, status } = await withSet();
    kubernetes.sets.sets.hold();
    users.scale(arc, 1);
    users.deletePod({ namespace, name: 'arc-2' });
    await harness.pass(60_000);
    expect(status()).toMatchObject({ observedGeneration: 1, replicas: 3 });
    kubernetes.sets.sets.release();
    await harness.pass(60_000);
    expect(status()).toMatchObject({ observedGeneration: 2, replicas: 1 });
  });
});

test('a cache that lags does not keep it from the end', async () => {
  const { harness, users, pods } = await withSet({}, { controllerLag: () => 700 });
  users.scale(arc, 5);
  users.deletePod({ namespace, name: 'arc-1' });
  await harness.pass(120_000);
  expect(pods()).toEqual(['arc-0', 'arc-1', 'arc-2', 'arc-3', 'arc-4']);
});

describe('a set that is deleted', () => {
  test('is gone at once, its pods later', async () => {
    const { harness, kubernetes, users, pods, workload } = await withSet();
    users.deleteSet(arc);
    expect(kubernetes.objects.get('statefulsets', namespace, 'arc')).toBeUndefined();
    expect(pods()).toHaveLength(3);
    await harness.pass(60_000);
    expect([pods(), workload.running]).toEqual([[], []]);
  });

  test('leaves orphans that a new set of its name adopts', async () => {
    const { harness, kubernetes, users, uidOf, workload } = await withSet();
    const uids = ['arc-0', 'arc-1', 'arc-2'].map(uidOf);
    const old = users.deleteSet(arc, 'orphan');
    await harness.pass(60_000);
    expect(kubernetes.objects.get('statefulsets', namespace, 'arc')).toBeUndefined();
    expect(kubernetes.objects.get('pods', namespace, 'arc-0')?.metadata.ownerReferences).toBeUndefined();
    const next = old && users.recreateSet(old);
    await harness.pass(60_000);
    expect(['arc-0', 'arc-1', 'arc-2'].map(uidOf)).toEqual(uids);
    const owner = kubernetes.objects.get('pods', namespace, 'arc-0')?.metadata.ownerReferences?.[0]?.uid;
    expect(owner).toBe(next?.metadata.uid);
    expect(workload.processes).toHaveLength(3);
  });

  test('stays until its pods are gone where they go first', async () => {
    const { harness, kubernetes, users, workload } = await withSet();
    workload.heedsSigterm = false;
    users.deleteSet(arc, 'first');
    await harness.pass(10_000);
    expect(kubernetes.objects.get('statefulsets', namespace, 'arc')?.metadata.deletionTimestamp).toBeDefined();
    await harness.pass(60_000);
    expect(kubernetes.objects.get('statefulsets', namespace, 'arc')).toBeUndefined();
  });

  test('and re-created gets its names once the old pods are gone', async () => {
    const { harness, users, uidOf, pods } = await withSet();
    const uid = uidOf('arc-0');
    const old = users.deleteSet(arc);
    if (old !== undefined) users.recreateSet(old);
    await harness.pass(120_000);
    expect(pods()).toHaveLength(3);
    expect(uidOf('arc-0')).not.toBe(uid);
  });
});

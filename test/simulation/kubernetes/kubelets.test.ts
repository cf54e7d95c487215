import { describe, expect, test } from '@jest/globals';
import { arc, Harness } from './harness.ts';
import type { WantedSet } from './users.ts';

const namespace = 'arc';
const one = { namespace, name: 'arc-1' };

async function withPods(wanted: Partial<WantedSet> = {}, nodes: readonly string[] = ['n1']) {
  const harness = new Harness({ nodes });
  const { kubernetes, workload } = harness;
  kubernetes.users.createSet({ ...arc, replicas: 3, parallel: true, grace: 10, ...wanted });
  await harness.pass(30_000);
  const pod = () => kubernetes.objects.get('pods', namespace, 'arc-1');
  const isReady = () => pod()?.status.conditions?.some(({ status }) => status === 'True') ?? false;
  const { kubelets, users } = kubernetes;
  return { harness, workload, kubelets, users, pod, isReady, nodes: kubelets.nodes };
}

test('a pod runs under an address of its own, and is Ready when its process says so', async () => {
  const { harness, workload, pod, isReady } = await withPods();
  expect(new Set(workload.processes.map(({ pod: { ip } }) => ip)).size).toBe(3);
  expect(pod()?.status).toMatchObject({ phase: 'Running', podIP: workload.of('arc-1').pod.ip });
  expect(isReady()).toBe(true);
  workload.of('arc-1').isReady = false;
  await harness.pass(15_000);
  expect(isReady()).toBe(false);
});

test('a process that ends is started again in the same pod, ever later', async () => {
  const { harness, workload, kubelets, pod } = await withPods();
  const before = pod()?.metadata.uid;
  kubelets.crash(one);
  await harness.pass(3_000);
  expect(workload.running).toHaveLength(3);
  workload.of('arc-1').exit();
  await harness.pass(3_000);
  expect(workload.running).toHaveLength(2);
  await harness.pass(10_000);
  expect(workload.running).toHaveLength(3);
  expect(pod()?.metadata.uid).toBe(before);
  expect(pod()?.status.containerStatuses?.[0]?.restartCount).toBe(2);
  expect(workload.of('arc-1').pod.ip).toBe(pod()?.status.podIP);
});

test('a deletion is SIGTERM, then SIGKILL, then the end of the object', async () => {
  const { harness, workload, users, pod } = await withPods();
  workload.heedsSigterm = false;
  const old = workload.of('arc-1');
  users.deletePod(one);
  await harness.pass(9_000);
  expect([old.told, pod()?.metadata.deletionTimestamp !== undefined]).toEqual([['SIGTERM'], true]);
  await harness.pass(5_000);
  expect(old.told).toEqual(['SIGTERM', 'SIGKILL']);
  expect(pod()?.metadata.uid).not.toBe(old.pod.uid);
});

test('an evicted pod has failed, and is replaced', async () => {
  const { harness, workload, kubelets, pod } = await withPods();
  const old = workload.of('arc-1');
  kubelets.evict(one);
  expect(pod()?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
  await harness.pass(10_000);
  expect(pod()?.metadata.uid).not.toBe(old.pod.uid);
  expect(workload.running).toHaveLength(3);
});

test('a pod that is held down starts nothing until it is released', async () => {
  const { harness, workload, kubelets, users, pod } = await withPods();
  kubelets.hold(one);
  users.deletePod(one);
  await harness.pass(60_000);
  expect([pod()?.status.phase, workload.running.toSorted()]).toEqual(['Pending', ['arc-0', 'arc-2']]);
  kubelets.release(one);
  await harness.pass(1_000);
  expect(pod()?.status.phase).toBe('Running');
});

describe('a pod that is deleted by force', () => {
  test('is Terminating first, in the same moment', async () => {
    const { harness, users, pod } = await withPods();
    const uid = pod()?.metadata.uid;
    const shown: string[] = [];
    harness.kubernetes.objects.watch('pods', ({ after, shown: { object } }) => {
      if (object.metadata.uid !== uid) return;
      const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
      const isMarked = deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0;
      shown.push(`${isMarked ? 'marked' : 'not marked'}, ${after === undefined ? 'gone' : 'there'}`);
    });
    users.forceDeletePod(one);
    expect(shown).toEqual(['marked, there', 'marked, gone']);
    expect(pod()).toBeUndefined();
  });

  test('leaves its process alive for a while; the next one waits for the disk', async () => {
    const { harness, workload, kubelets, users, pod } = await withPods();
    const old = workload.of('arc-1');
    kubelets.linger(one, 20_000);
    users.forceDeletePod(one);
    expect(pod()).toBeUndefined();
    await harness.pass(15_000);
    expect([old.isAlive, pod()?.status.phase]).toEqual([true, 'Pending']);
    await harness.pass(10_000);
    expect([old.isAlive, pod()?.status.phase]).toEqual([false, 'Running']);
  });

  test('leaves it alive beside the next one where each has a disk of its own', async () => {
    const { harness, workload, kubelets, users } = await withPods({ keepsData: false });
    kubelets.linger(one, Number.POSITIVE_INFINITY);
    users.forceDeletePod(one);
    await harness.pass(600_000);
    expect(workload.running.filter((name) => name === 'arc-1')).toHaveLength(2);
    kubelets.killLingering();
    expect(workload.running.filter((name) => name === 'arc-1')).toHaveLength(1);
  });
});

describe('a lost node', () => {
  test('keeps its pods Terminating and their processes running, until it is back', async () => {
    const { harness, workload, nodes, users, pod, isReady } = await withPods({}, ['n1', 'n2', 'n3']);
    const node = pod()?.spec.nodeName ?? '';
    nodes.lose(node);
    await harness.pass(60_000);
    expect([isReady(), pod()?.metadata.deletionTimestamp]).toEqual([false, undefined]);
    await harness.pass(300_000);
    expect(pod()?.metadata.deletionTimestamp).toBeDefined();
    users.scale(arc, 1);
    await harness.pass(3_600_000);
    expect([pod() !== undefined, workload.of('arc-1').isAlive]).toEqual([true, true]);
    nodes.recover(node);
    await harness.pass(60_000);
    expect([pod(), workload.of('arc-1').isAlive]).toEqual([undefined, false]);
  });

  test('loses its pods with its Node object; they start elsewhere', async () => {
    const { harness, workload, kubelets, nodes, pod } = await withPods({}, ['n1', 'n2', 'n3']);
    const node = pod()?.spec.nodeName ?? '';
    nodes.lose(node);
    kubelets.powerOff(node);
    nodes.remove(node);
    await harness.pass(120_000);
    expect([pod()?.spec.nodeName !== node, workload.running.length]).toEqual([true, 3]);
  });

  test('that is drained is empty soon, and takes nothing new', async () => {
    const { harness, nodes, pod } = await withPods({}, ['n1', 'n2']);
    const node = pod()?.spec.nodeName ?? '';
    nodes.drain(node);
    await harness.pass(60_000);
    expect(pod()?.spec.nodeName).toBe(node === 'n1' ? 'n2' : 'n1');
  });
});

test('equal seeds give equal histories', async () => {
  const history = async (): Promise<readonly string[]> => {
    const { harness, kubelets, users } = await withPods({}, ['n1', 'n2']);
    const lines: string[] = [];
    harness.kubernetes.objects.onWrite(({ at, actor, shown }) => void lines.push(`${at} ${actor} ${shown.text}`));
    users.scale(arc, 5);
    await harness.pass(5_000);
    kubelets.crash(one);
    users.scale(arc, 2);
    await harness.pass(60_000);
    return lines;
  };
  const first = await history();
  expect(first.length).toBeGreaterThan(20);
  expect(await history()).toEqual(first);
});

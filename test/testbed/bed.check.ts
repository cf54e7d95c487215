/**
 * Shows that the test bed itself works: `node test/testbed/bed.check.ts`. A cluster of three on a real control plane
 * survives a crash, keeps a dead voter after a scale-down without a leave, and leaves nothing behind.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Bed, startBed } from './bed.ts';
import { arcCluster } from './arc-cluster.ts';
import { ArcNode } from './arc-node.ts';
import type { RunningPod } from './node-agent/agent.ts';
import { waitUntil } from './wait-until.ts';

const NAMESPACE = 'check';
const ALL = ['arc-0', 'arc-1', 'arc-2'];
const WAIT = { timeout: 60_000 };

let last = performance.now();
const bed = await startBed();
step('the control plane and the node are ready');
await bed.namespace(NAMESPACE);
await bed.kube.apply(arcCluster({ namespace: NAMESPACE, name: 'arc', replicas: 3 }));
await ready(bed, ALL);
step('three pods are Ready');
await votersOn(bed, 'arc-2', ALL);
step('all three are voters');
const before = podOf(bed, 'arc-1')?.pid;
await bed.agent.kill(`${NAMESPACE}/arc-1`);
await waitUntil('a new process', WAIT, () => {
  const { pid, ready: isReady } = podOf(bed, 'arc-1') ?? {};
  return pid !== undefined && pid !== before && isReady;
});
await ready(bed, ALL);
step('a killed process is back and Ready');
bed.agent.ungraceful(NAMESPACE);
await bed.kube.scale(NAMESPACE, 'arc', 2);
await waitUntil('arc-2 to be gone', WAIT, async () => {
  const pods = await bed.kube.list({ apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE });
  return !pods.some(({ metadata }) => metadata.name === 'arc-2');
});
await votersOn(bed, 'arc-0', ALL);
step('scaled to two without a leave: the dead voter is still in the configuration');
const get = await bed.kubectl(['get', 'statefulset,pod', '-n', NAMESPACE]);
assert.equal(get.code, 0, get.stderr);
console.log(get.stdout);
const asked = bed.requestLog(NAMESPACE).filter(({ path }) => path === '/api/v1/cluster');
assert.ok(
  asked.some(({ pod }) => pod === 'arc-2'),
  'the request log keeps what a deleted pod was asked',
);
assert.ok(
  bed.auditLog().some(({ user, verb, subresource }) => user === 'admin' && verb === 'patch' && subresource === 'scale'),
);
const { path } = bed.run;
const pids = bed.processes.running.flatMap(({ pid }) => pid ?? []);
assert.equal(pids.length, 5, 'etcd, API server, controller manager and two pods run');
await bed.stop();
step('stopped');
assert.ok(!existsSync(path), 'no file is left');
assert.deepEqual(processesNaming(path), [], 'no process is left');
assert.deepEqual(
  pids.filter((pid) => existsSync(`/proc/${pid}`)),
  [],
  'no process is left',
);
step('nothing is left behind');

function step(what: string): void {
  const now = performance.now();
  console.log(`${((now - last) / 1_000).toFixed(1).padStart(6)} s  ${what}`);
  last = now;
}

function podOf({ agent }: Bed, name: string): RunningPod | undefined {
  return agent.pods.find(({ key }) => key === `${NAMESPACE}/${name}`);
}

async function ready({ kube }: Bed, names: readonly string[]): Promise<void> {
  await waitUntil(`${names.join(', ')} to be Ready`, WAIT, async () => {
    const set = await kube.get<StatefulSet>({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      namespace: NAMESPACE,
      name: 'arc',
    });
    return set.status?.readyReplicas === names.length;
  });
}

async function votersOn(current: Bed, pod: string, expected: readonly string[]): Promise<void> {
  await waitUntil(`${expected.join(', ')} to be the voters`, WAIT, async () => {
    const address = podOf(current, pod)?.address;
    const voters = address === undefined ? [] : await new ArcNode(address).voters();
    if (voters.join() !== expected.join()) throw new Error(`voters on ${pod} are ${voters.join(', ')}`);
    return true;
  });
}

function processesNaming(text: string): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

interface StatefulSet {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly readyReplicas?: number };
}

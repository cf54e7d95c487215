/**
 * How large the operator's image is, how quickly it starts and what it needs, after `make image`:
 *   scripts/with-engine.sh node bench/container.ts [idle seconds] [starts] [RaftClusters]
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { arcCluster } from '../test/testbed/arc-cluster.ts';
import { startBed } from '../test/testbed/bed.ts';
import { freePorts } from '../test/testbed/network.ts';
import { waitUntil } from '../test/testbed/wait-until.ts';
import { install } from './operator-process.ts';
import { raftClusterReady } from './raft-cluster.ts';
import { median, printTable } from './table.ts';

const [idle = 60, starts = 7, many = 1000] = process.argv.slice(2).map(Number);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const image = `raftcluster-operator:${version}`;
const confinement = ['--network=host', '--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
const limits = ['--memory=192m', '--memory-swap=192m'];

docker('load', '--quiet', '--input', 'dist/image.tar');
const archive = readFileSync('dist/image.tar');
const bed = await startBed();
const running = new Set<string>();
bed.onStop(async () => {
  for (const container of running) docker('rm', '--force', container);
});
try {
  const kubeconfig = bed.run.file('container.kubeconfig');
  copyFileSync(await install(bed), kubeconfig);
  // The operator is another user; the folder of the run keeps others out.
  chmodSync(kubeconfig, 0o644);
  const namespace = await bed.namespace('bench');
  await bed.kube.apply(arcCluster({ namespace, name: 'arc', replicas: 3 }));
  const times: number[] = [];
  // The API server has yet to serve a CRD that is new: the first start says nothing.
  for (let start = 0; start <= starts; start++) {
    const { container, readyAfter } = await startContainer(kubeconfig);
    if (start > 0) times.push(readyAfter);
    docker('rm', '--force', container);
    running.delete(container);
  }
  const { container } = await startContainer(kubeconfig);
  await raftClusterReady(bed, namespace, 'arc');
  await sleep(idle * 1000);
  const [idleRss, idleAnonymous] = [memoryOf(container, 'VmRSS'), memoryOf(container, 'RssAnon')];
  await manyRaftClusters(namespace);
  await sleep(idle * 1000);
  printTable('The image, with one RaftCluster of three voters', [
    ['archive', megabytes(statSync('dist/image.tar').size)],
    ['archive, gzip', megabytes(gzipSync(archive).length)],
    [`run to ready, ${starts} starts, median`, `${Math.round(median(times))} ms`],
    ['  worst', `${Math.round(Math.max(...times))} ms`],
    [`RSS ${idle} s later`, megabytes(idleRss)],
    ['  of it not backed by files', megabytes(idleAnonymous)],
    [
      `RSS ${idle} s after ${many} more RaftClusters, of sets that are missing`,
      megabytes(memoryOf(container, 'VmRSS')),
    ],
    ['RSS at most', megabytes(memoryOf(container, 'VmHWM'))],
  ]);
} finally {
  await bed.stop();
}

interface Started {
  readonly container: string;
  /** Milliseconds from `docker run` to the first 200 of /readyz. */
  readonly readyAfter: number;
}

async function startContainer(kubeconfig: string): Promise<Started> {
  const [port = 0] = await freePorts('127.0.0.1', 1);
  const health = `127.0.0.1:${port}`;
  const began = performance.now();
  const mount = `--volume=${kubeconfig}:/kubeconfig:ro`;
  const flags = ['--kubeconfig=/kubeconfig', `--health-address=${health}`, '--metrics-address=0'];
  const container = docker('run', '--detach', ...confinement, ...limits, mount, image, ...flags).trim();
  running.add(container);
  await waitUntil('the operator to be ready', { timeout: 60_000, interval: 2 }, async () => {
    return (await fetch(`http://${health}/readyz`)).status === 200;
  });
  return { container, readyAfter: performance.now() - began };
}

async function manyRaftClusters(namespace: string): Promise<void> {
  const names = Array.from({ length: many }, (_, index) => `missing-${index}`);
  const kind = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster' };
  for (const name of names) {
    const spec = { store: { type: 'Arc' }, members: [{ statefulSet: name }] };
    await bed.kube.apply([{ ...kind, metadata: { name, namespace }, spec }]);
  }
}

/** Bytes. */
function memoryOf(container: string, field: 'VmRSS' | 'VmHWM' | 'RssAnon'): number {
  const pid = docker('inspect', '--format', '{{.State.Pid}}', container).trim();
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+([0-9]+) kB`, 'm').exec(text)?.[1]) * 1024;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8' });
}

/**
 * What the operator asks of the API server while nothing happens, from the server's audit log:
 *   node bench/idle-requests.ts [minutes] [RaftClusters]
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { arcCluster } from '../test/testbed/arc-cluster.ts';
import { startBed } from '../test/testbed/bed.ts';
import { install, operatorUser, startOperator } from './operator-process.ts';
import { raftClusterReady } from './raft-cluster.ts';
import { printTable } from './table.ts';

const [minutes = 5, clusters = 10] = process.argv.slice(2).map(Number);
/** Events may be repeated and compactions come within this time after the last change. Milliseconds. */
const settling = 30_000;

const bed = await startBed();
try {
  const kubeconfig = await install(bed);
  const namespace = await bed.namespace('bench');
  const names = Array.from({ length: clusters }, (_, index) => `arc-${String.fromCharCode(97 + index)}`);
  for (const name of names) await bed.kube.apply(arcCluster({ namespace, name, replicas: 3 }));
  await startOperator(bed, kubeconfig, bed.run.folder('compile-cache'));
  for (const name of names) await raftClusterReady(bed, namespace, name);
  await sleep(settling);
  const from = new Date().toISOString();
  await sleep(minutes * 60_000);
  const to = new Date().toISOString();
  const counts = new Map<string, number>();
  for (const { user, verb, resource, subresource, received } of bed.auditLog()) {
    if (user !== operatorUser || received < from || received > to) continue;
    const what = `${verb} ${resource}${subresource === '' ? '' : `/${subresource}`}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const others = [...counts].filter(([what]) => !what.endsWith(' leases') && !what.startsWith('watch '));
  printTable(`Requests in ${minutes} idle minutes with ${clusters} RaftClusters of three voters`, [
    ...[...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => [what, String(count)] as const),
    ['other than Leases and watches (target 0)', String(others.reduce((sum, [, count]) => sum + count, 0))],
  ]);
} finally {
  await bed.stop();
}

/**
 * How large, how quick and how hungry the operator is, on the test bed with one RaftCluster of three voters:
 *   node bench/footprint.ts [idle seconds] [starts]
 */
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { arcCluster } from '../test/testbed/arc-cluster.ts';
import { startBed } from '../test/testbed/bed.ts';
import { install, memoryOf, startOperator } from './operator-process.ts';
import { raftClusterReady } from './raft-cluster.ts';
import { median, printTable } from './table.ts';

const [idle = 60, starts = 7] = process.argv.slice(2).map(Number);
/** How often Prometheus asks by default in many installations. Milliseconds. */
const scrapeInterval = 15_000;
const megabytes = (kilobytes: number): string => `${(kilobytes / 1024).toFixed(1)} MB`;
const milliseconds = (value: number): string => `${Math.round(value)} ms`;

const bed = await startBed();
try {
  const kubeconfig = await install(bed);
  const namespace = await bed.namespace('bench');
  await bed.kube.apply(arcCluster({ namespace, name: 'arc', replicas: 3 }));
  // The API server has yet to serve a CRD that is new: a start that waits for it says nothing.
  const first = await startOperator(bed, kubeconfig, bed.run.folder('first-compile-cache'));
  await first.process.stop(10_000);
  const compileCache = bed.run.folder('compile-cache');
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const { process: operator, readyAfter } = await startOperator(bed, kubeconfig, compileCache);
    times.push(readyAfter);
    await operator.stop(10_000);
  }
  const { process: operator, readyAfter, scrape } = await startOperator(bed, kubeconfig, compileCache);
  await raftClusterReady(bed, namespace, 'arc');
  const atReady = memoryOf(operator, 'VmRSS');
  for (let rest = idle * 1000; rest > 0; rest -= scrapeInterval) {
    await sleep(Math.min(rest, scrapeInterval));
    if ((await scrape()) !== 200) throw new Error('no metrics');
  }
  const [cold, ...warm] = [...times, readyAfter];
  printTable('Operator with one RaftCluster of three voters', [
    ['bundle', `${Math.round(statSync('dist/operator.js').size / 1024)} KiB`],
    ['bundle, gzip', `${Math.round(gzipSync(readFileSync('dist/operator.js')).length / 1024)} KiB`],
    ['exec to ready, empty compile cache', milliseconds(cold)],
    [`exec to ready, ${warm.length} more starts, median`, milliseconds(median(warm))],
    ['  worst', milliseconds(Math.max(...warm))],
    ['RSS when the RaftCluster is Ready', megabytes(atReady)],
    [
      `RSS ${idle} s later, scraped every ${scrapeInterval / 1000} s (target 75 MB)`,
      megabytes(memoryOf(operator, 'VmRSS')),
    ],
    ['  of it not backed by files', megabytes(memoryOf(operator, 'RssAnon'))],
    ['RSS at most', megabytes(memoryOf(operator, 'VmHWM'))],
  ]);
} finally {
  await bed.stop();
}

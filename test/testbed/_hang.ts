import { startBed } from './bed.ts';
import { arcCluster } from './arc-cluster.ts';
import { waitUntil } from './wait-until.ts';
const bed = await startBed(process.argv[3] ? { emulatedVersion: process.argv[3] } : {});
await bed.namespace('a'); await bed.kube.apply(arcCluster({ namespace: 'a', name: 'arc', replicas: 3 }));
await waitUntil('ready', { timeout: 60000 }, () => bed.agent.pods.filter((p) => p.ready).length === 3);
console.log('RUN', bed.run.path, bed.processes.running.map((p) => p.pid).join(' '), (await bed.kubectl(['version'])).stdout.replaceAll('\n', ' '));
if (process.argv[2] === 'throw') setTimeout(() => { throw new Error('oops'); }, 100);
if (process.argv[2] === 'exit') process.exit(3);
if (process.argv[2] === 'stop') await bed.stop(); else
await new Promise((r) => setTimeout(r, 1e6));

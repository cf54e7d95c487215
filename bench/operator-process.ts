import { copyFileSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';

import type { Bed } from '../test/testbed/bed.ts';
import { freePorts } from '../test/testbed/network.ts';
import { nodeFlags } from '../test/testbed/node-flags.ts';
import type { Managed } from '../test/testbed/processes.ts';
import { waitUntil } from '../test/testbed/wait-until.ts';

/** A malloc that gives memory back (docs/decisions/0006). */
const environment = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '65536', MALLOC_MMAP_THRESHOLD_: '65536' };
export const operatorUser = 'system:serviceaccount:raftcluster-system:raftcluster-operator';

export interface RunningOperator {
  readonly process: Managed;
  /** Milliseconds from exec to the first 200 of /readyz. */
  readonly readyAfter: number;
  /** Asks for its metrics, as Prometheus does; answers the status. */
  readonly scrape: () => Promise<number | undefined>;
}

/** Installs the CRD and the permissions of the operator, as a person would; answers the kubeconfig of its ServiceAccount. */
export async function install(bed: Bed): Promise<string> {
  // A copy, so that a build meanwhile does not take it away.
  copyFileSync('dist/operator.js', bundleOf(bed));
  await kubectl(bed, ['apply', '--server-side', '-f', 'crds/raftclusters.yaml']);
  await kubectl(bed, ['wait', '--for=condition=Established', 'crd/raftclusters.raftcluster.dev']);
  await kubectl(bed, ['apply', '-k', 'config/rbac']);
  return bed.operatorKubeconfig('raftcluster-system', 'raftcluster-operator');
}

function bundleOf({ run }: Bed): string {
  return join(run.folder('bundle'), 'operator.mjs');
}

export async function kubectl(bed: Bed, args: readonly string[], input?: string): Promise<string> {
  const { stdout } = await bed.kubectl(args, input === undefined ? {} : { input });
  return stdout;
}

/** Starts the bundle under its own ServiceAccount; resolves when it is ready. */
export async function startOperator(bed: Bed, kubeconfig: string, compileCache: string): Promise<RunningOperator> {
  const [health, metrics] = (await freePorts('127.0.0.1', 2)).map((port) => `127.0.0.1:${port}`);
  const started = performance.now();
  const operator = bed.processes.start({
    name: 'operator',
    file: process.execPath,
    args: [
      ...nodeFlags,
      bundleOf(bed),
      '--kubeconfig',
      kubeconfig,
      '--health-address',
      health ?? '',
      '--metrics-address',
      metrics ?? '',
    ],
    env: { ...environment, PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache },
    log: bed.run.file('operator.log', ''),
  });
  const ready = async (): Promise<boolean> => {
    if (operator.over) throw new Error(`the operator has ended: ${operator.lastWords()}`);
    return (await statusOf(`http://${health}/readyz`)) === 200;
  };
  await waitUntil('the operator to be ready', { timeout: 60_000, interval: 2 }, ready);
  const readyAfter = performance.now() - started;
  return { process: operator, readyAfter, scrape: async () => statusOf(`http://${metrics}/metrics`) };
}

/** Kilobytes of memory that a process has now (`VmRSS`) or had at most (`VmHWM`), as Linux tells. */
export function memoryOf({ pid }: Managed, field: 'VmRSS' | 'VmHWM' | 'RssAnon'): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+([0-9]+) kB`, 'm').exec(text)?.[1]);
}

async function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', () => resolve(undefined));
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bed, startBed } from '../testbed/bed.ts';
import type { Managed } from '../testbed/processes.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { DidNotHappen } from './did-not-happen.ts';
import type { Ground } from './ground.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OPERATOR = join(ROOT, 'dist', 'operator.js');
/** Milliseconds that the operator has to stop. */
const GRACE = 10_000;
const READY = 60_000;

/** A real control plane on loopback; pods and the operator are processes of this machine. */
export async function processGround(say: (line: string) => void): Promise<Ground> {
  const bed = await startBed({ say });
  const log = bed.run.file('operator.log');
  const ended = new AbortController();
  let operator: Managed | undefined;
  return {
    bed,
    install: {
      says: 'kubectl apply -k crds, kubectl apply -k config/rbac',
      done: async () => {
        await apply(bed, '--server-side', '-k', join(ROOT, 'crds'));
        await apply(bed, '-k', join(ROOT, 'config', 'rbac'));
      },
    },
    startOperator: {
      says: 'the operator runs, with the token of its own ServiceAccount',
      done: async () => {
        operator = await startOperator(bed, log, ended);
        const complete = (): boolean => readFileSync(log, 'utf8').includes('Caches are complete');
        await waitUntil('the operator to be ready', { timeout: READY, signal: ended.signal }, complete);
      },
    },
    ended: ended.signal,
    storeManifests: (_, manifests) => manifests,
    logCommand: `tail -f ${log}`,
    lastWords: () => operator?.lastWords() ?? '',
  };
}

async function apply(bed: Bed, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.kubectl(['apply', ...args]);
  if (code !== 0) throw new DidNotHappen(`kubectl apply ${args.join(' ')} failed: ${stderr.trim()}`);
}

/** With the token of its own ServiceAccount, as its Deployment would run it. */
async function startOperator(bed: Bed, log: string, ended: AbortController): Promise<Managed> {
  const config = await bed.operatorKubeconfig('raftcluster-system', 'raftcluster-operator');
  const operator = bed.processes.start({
    name: 'operator',
    file: process.execPath,
    args: [OPERATOR, '--kubeconfig', config, '--health-address', '127.0.0.1:0', '--metrics-address', '0'],
    env: { PATH: process.env['PATH'] ?? '', HOME: bed.run.folder('home') },
    log,
  });
  const over = operator.exited.then(() => ended.abort(new DidNotHappen('the operator ended')));
  bed.onStop(async () => {
    await operator.stop(GRACE);
    await over;
  });
  return operator;
}

/**
 * Runs the README's commands as they stand there, on a fresh cluster with a store of three pods, as its reader would:
 * `node test/demo/readme.check.ts`. Left out are those of `make`: `make test` calls this, and does what they do itself.
 */
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { arcCluster, tokenSecret } from '../testbed/arc-cluster.ts';
import { type Bed, startBed } from '../testbed/bed.ts';
import { kubeconfig } from '../testbed/kubeconfig.ts';
import type { KubeObject } from '../testbed/kube-object.ts';
import { waitUntil } from '../testbed/wait-until.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NAMESPACE = 'readme';
/** The one command that does not end by itself. */
const ENDLESS = /^.*dist\/operator\.js --kubeconfig.*$/m;

const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)]
  .map(([, block = '']) => block.replaceAll(/^make .*\n/gm, ''))
  .filter((block) => block !== '');
const bed = await startBed({ say: () => undefined });
try {
  await bed.namespace(NAMESPACE);
  await bed.kube.apply([
    tokenSecret(NAMESPACE, 'arc-bootstrap-token', 'a-token-of-at-least-thirty-two-characters'),
    ...arcCluster({ namespace: NAMESPACE, name: 'arc', replicas: 3, tokenSecret: 'arc-bootstrap-token' }),
  ]);
  const run = shell(bed);
  for (const block of blocks) {
    await run(block.replace(ENDLESS, ''));
    const [endless] = ENDLESS.exec(block) ?? [];
    if (endless !== undefined) void run(`exec ${endless}`);
  }
  const status = await waitUntil('the operator to take the new mode', { timeout: 30_000 }, async () => {
    const raft = await bed.kube.get<RaftCluster>({
      apiVersion: 'raftcluster.dev/v1alpha1',
      kind: 'RaftCluster',
      namespace: NAMESPACE,
      name: 'arc',
    });
    return raft.status?.observedGeneration === 2 && raft.status;
  });
  assert.equal(status.liveVoters, 3);
  console.log(`${blocks.length} blocks of commands work as they stand`);
} finally {
  await bed.stop();
}

/** Runs commands in a folder that looks like the repository's. */
function shell({ controlPlane, processes, run }: Bed): (commands: string) => Promise<void> {
  const folder = run.folder('readme');
  for (const name of ['crds', 'config', 'dist', 'node_modules']) symlinkSync(join(ROOT, name), join(folder, name));
  const env = {
    PATH: `${dirname(controlPlane.kubectl)}:${process.env['PATH']}`,
    HOME: run.folder('home'),
    KUBECONFIG: run.file('readme.kubeconfig', kubeconfig(controlPlane.access, NAMESPACE)),
    // Another program of this machine may listen on the usual one.
    RAFTCLUSTER_HEALTH_ADDRESS: '127.0.0.1:0',
  };
  return async (commands) => {
    const log = run.file('readme.log');
    const ended = processes.start({ name: 'sh', file: 'sh', args: ['-euc', commands], env, folder, log });
    const { code, signal } = await ended.exited;
    assert.ok(code === 0 || signal !== null, `${commands}\n${ended.lastWords()}`);
  };
}

interface RaftCluster extends KubeObject {
  readonly status?: RaftClusterStatus;
}

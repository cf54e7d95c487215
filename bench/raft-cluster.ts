import type { Bed } from '../test/testbed/bed.ts';
import { waitUntil } from '../test/testbed/wait-until.ts';
import { kubectl } from './operator-process.ts';

/** Makes the RaftCluster of a StatefulSet of the same name; resolves when the operator calls it Ready. */
export async function raftClusterReady(bed: Bed, namespace: string, name: string, spec: object = {}): Promise<void> {
  const manifest = {
    apiVersion: 'raftcluster.dev/v1alpha1',
    kind: 'RaftCluster',
    metadata: { name, namespace },
    spec: { store: { type: 'Arc' }, members: [{ statefulSet: name }], ...spec },
  };
  await kubectl(bed, ['apply', '-f', '-'], JSON.stringify(manifest));
  const path = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  await waitUntil(`RaftCluster ${name} to be Ready`, { timeout: 120_000, interval: 500 }, async () => {
    return (await kubectl(bed, ['get', 'raft', name, '-n', namespace, '-o', path])) === 'True';
  });
}

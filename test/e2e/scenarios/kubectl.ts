import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const byKubectl = scenario(
  'kubectl: waits for Ready from the first moment on, and asks for a look at once',
  async (scene) => {
    const inNamespace = ['-n', scene.namespace];
    const kubectl = async (...args: readonly string[]) => scene.suite.kubectl([...args, ...inNamespace]);
    const isReady = async (timeout: string) =>
      kubectl('wait', '--for=condition=Ready', 'raft/arc', `--timeout=${timeout}`);

    const store = await scene.store(3);
    const raft = await scene.raftCluster({ admin: { pollInterval: '1h' } });
    await expect(isReady('1s')).rejects.toThrow(/timed out waiting for the condition/);
    await scene.show('nobody has looked yet');
    await scene.operator();
    expect(await isReady('60s')).toBe('raftcluster.raftcluster.dev/arc condition met\n');

    const since = Date.now();
    await kubectl('annotate', '--overwrite', 'raft/arc', 'raftcluster.dev/requestedAt=please');
    await kubectl('wait', '--for=jsonpath={.status.lastHandledReconcileAt}=please', 'raft/arc', '--timeout=30s');
    const asked = scene.requests.filter(({ at, path }) => at >= since && path === '/api/v1/cluster');
    expect([...new Set(asked.map(({ pod }) => pod))].toSorted()).toEqual(ids(3));
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  },
);

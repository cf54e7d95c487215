import { expect } from '@jest/globals';

import type { KubeObject } from '../../testbed/kube-object.ts';
import { ids } from '../harness/scene.ts';
import type { Scenario } from '../harness/scenario.ts';
import { operatorAccount } from '../harness/suite.ts';

interface Lease extends KubeObject {
  readonly spec: { readonly holderIdentity?: string };
}

const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...operatorAccount } as const;

/** As when a node is drained, with a node of the store that never answers the DELETE that it honours. */
export const terminatedInMidRemoval: Scenario = {
  title:
    'SIGTERM in mid-removal: the Lease is given back, and the next container proves the end without a second DELETE',
  isSeenElsewhere: true,
  play: async (scene) => {
    const { kube } = scene.suite.bed;
    const holder = async () => (await kube.get<Lease>(lease)).spec.holderIdentity ?? '';
    scene.timeNothing();
    const [store] = await Promise.all([scene.store(5), scene.suite.crds()]);
    const first = await scene.operator({ name: 'first', leaderElect: true });
    const raft = await scene.raftCluster({ admin: { removeTimeout: '15s' } });
    await raft.settledAs({ voters: ids(5) }, store);
    expect(await holder()).toMatch(/^first_/);

    store.ungraceful();
    await store.setFaults({ delete: 'hang-after-success', count: 1 });
    await store.scaleTo(4);
    await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
    await first.stop();
    expect(await holder()).toBe('');
    expect(raft.status.removal).toMatchObject({ member: 'arc-4' });

    await scene.operator({ name: 'second', leaderElect: true });
    await raft.settledAs({ voters: ids(4) }, store);
    expect(await holder()).toMatch(/^second_/);
    scene.expectDeletes([{ member: 'arc-4' }]);
    raft.expectRemovals(['arc-4 Removed']);
  },
};

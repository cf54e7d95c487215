import { expect } from '@jest/globals';

import { ids } from '../../e2e/harness/scene.ts';
import { scenario } from '../../e2e/harness/scenario.ts';
import { clusterOf } from './cluster-of.ts';
import { OPERATOR } from '../operator/deployed-operator.ts';
import { rolledOut } from '../operator/install.ts';

export const podKilled = scenario(
  '19f: the leading operator’s pod killed while its DELETE is in flight',
  async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
    scene.timeNothing();
    const suite = clusterOf(scene);
    const leader = await suite.deployed.leader();

    await store.setFaults({ delete: 'hang-after-success', count: 1 });
    store.ungraceful();
    await store.scaleTo(3);
    const first = await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
    const pod = ['-n', OPERATOR.namespace, leader.metadata.name];
    await suite.kubectl(['delete', 'pod', ...pod, '--force', '--grace-period=0']);
    const next = await scene.deletion('the next DELETE', ({ member }) => member === 'arc-3');
    suite.failovers.push({ title: '19f, in flight', milliseconds: next.receivedAt - first.receivedAt });
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
    expect((await suite.deployed.leader()).metadata.uid).not.toBe(leader.metadata.uid);
    scene.expectDeletes([{ member: 'arc-4' }, { member: 'arc-3', status: 200 }]);
    raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
    await rolledOut(suite.cluster);
    await scene.show('the other operator went on');
  },
);

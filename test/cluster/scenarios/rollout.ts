import { ids } from '../../e2e/harness/scene.ts';
import type { RaftCluster } from '../../e2e/harness/raft-cluster.ts';
import type { Scene } from '../../e2e/harness/scene.ts';
import type { Store } from '../../e2e/harness/store.ts';
import type { Scenario } from '../../e2e/harness/scenario.ts';
import { clusterOf } from './cluster-of.ts';
import { OPERATOR } from '../operator/deployed-operator.ts';
import { rolledOut } from '../operator/install.ts';
import { settlingEndsIn } from './settling-ends-in.ts';

const DEPLOYMENT = ['-n', OPERATOR.namespace, `deployment/${OPERATOR.name}`] as const;

/** A voter becomes removable while both operators are replaced, one after the other. */
export const rolled: Scenario = {
  title: 'HA: kubectl rollout restart',
  isSeenElsewhere: true,
  play: async (scene) => {
    const { store, raft } = await scene.healthy(5);
    scene.timeNothing();
    const suite = clusterOf(scene);

    store.ungraceful();
    await store.scaleTo(3);
    await suite.kubectl(['rollout', 'restart', ...DEPLOYMENT]);
    await delayed(scene, 'HA: kubectl rollout restart', await settlingEndsIn(0, raft, 'arc-4'), 'arc-4');
    await expectBothRemoved(scene, raft, store);
  },
};

/** One voter goes during the upgrade, another one during the way back. */
export const upgradedAndBack: Scenario = {
  title: 'HA: upgraded to another image and rolled back',
  isSeenElsewhere: true,
  play: async (scene) => {
    const { store, raft } = await scene.healthy(5);
    scene.timeNothing();
    const suite = clusterOf(scene);
    await store.leadBy('arc-0');

    store.ungraceful();
    await store.scaleTo(4);
    await suite.kubectl(['set', 'image', ...DEPLOYMENT, `operator=${suite.nextImage}`]);
    await delayed(scene, 'HA: upgraded to another image', await settlingEndsIn(0, raft, 'arc-4'), 'arc-4');
    await raft.settledAs({ voters: ids(4) }, store);
    await rolledOut(suite.cluster);

    await store.scaleTo(3);
    await suite.kubectl(['rollout', 'undo', ...DEPLOYMENT]);
    await delayed(scene, 'HA: rolled back', await settlingEndsIn(0, raft, 'arc-3'), 'arc-3');
    await expectBothRemoved(scene, raft, store);
  },
};

/** Once each, and the new operators run. */
async function expectBothRemoved(scene: Scene, raft: RaftCluster, store: Store): Promise<void> {
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  await rolledOut(clusterOf(scene).cluster);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
}

/** How much later than without the rollout it is removed. */
async function delayed(scene: Scene, title: string, removableAt: number, id: string): Promise<void> {
  const { receivedAt } = await scene.deletion(`the DELETE of ${id}`, ({ member }) => member === id);
  clusterOf(scene).failovers.push({ title, milliseconds: receivedAt - removableAt });
}

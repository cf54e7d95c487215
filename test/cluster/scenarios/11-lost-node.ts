import { ids } from '../../e2e/harness/scene.ts';
import { scenario } from '../../e2e/harness/scenario.ts';
import { clusterOf } from './cluster-of.ts';

export const lostNode = scenario('11: 5→4 while the node of the last pod is lost', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  const { cluster } = clusterOf(scene);
  const pod = cluster.pods.all.find(
    ({ metadata }) => metadata.namespace === scene.namespace && metadata.name === 'arc-4',
  );
  const node = cluster.nodes.find(({ name }) => name === pod?.spec.nodeName);
  if (node === undefined) throw new Error('arc-4 runs on no node');

  store.ungraceful();
  await node.stopKubelet();
  try {
    await node.becomes('Unknown', cluster.kube);
    await store.scaleTo(4);
    await raft.verdictIs('arc-4', 'Waiting', 'PodTerminating');
    await scene.pollsLater(2);
    await raft.verdictIs('arc-4', 'Waiting', 'PodTerminating');
    await scene.show('the node is lost');
    scene.expectDeletes([]);
  } finally {
    node.startKubelet();
  }
  await node.becomes('True', cluster.kube);
  await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-4', status: 200 }]);
  raft.expectRemovals(['arc-4 Removed']);
});

import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';

export const heldByFinalizer = scenario(
  '34c',
  'RaftCluster deleted while two pods settle, and held by a finalizer',
  {},
  async (stage) => {
    await stage.healthy();
    const { objects } = stage.world.kubernetes;
    objects.change('raftclusters', cluster, 'user', (object) => ({
      ...object,
      metadata: { ...object.metadata, finalizers: ['example.com/hold'] },
    }));
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    stage.users.deleteCluster(cluster);
    const held = objects.get('raftclusters', cluster.namespace, cluster.name);
    stage.expect(held?.metadata.deletionTimestamp !== undefined, 'it is being deleted');
    await stage.polls(12);
    stage.expectDeletes([]);
    stage.expectRemovals();
  },
);

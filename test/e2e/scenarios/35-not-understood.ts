import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const notUnderstood = scenario(
  '35a: a configuration that cannot be parsed, and a suffrage that nobody knows',
  async (scene) => {
    const { store, raft } = await scene.healthy(4);
    scene.timeOnlyFollowers();
    store.ungraceful();
    await store.scaleTo(3);
    await raft.verdictIs('arc-3', 'Waiting', 'Settling');
    for (const view of ['bad-configuration', 'unknown-suffrage']) {
      await store.setFaults({ view });
      await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'StoreAnswerInvalid', message: /arc-0/ });
      await scene.pollsLater(2);
      await raft.verdictIs('arc-3', 'Blocked', 'StoreAnswerInvalid');
      scene.expectDeletes([]);
      await scene.show(view);
    }
    await store.setFaults({});
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
    scene.expectDeletes([{ member: 'arc-3', status: 200 }]);
  },
);

export const oddId = scenario('35b: a member whose id breaks the text of the configuration', async (scene) => {
  const { store, raft } = await scene.healthy(4);
  scene.timeOnlyFollowers();
  await scene.store(1, { name: 'odd', seedSet: 'arc', flags: ['--node-id=odd {0} Address:x'] });
  store.ungraceful();
  await store.scaleTo(3);
  await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'StoreAnswerInvalid', message: /arc-0/ });
  await scene.pollsLater(3);
  await raft.verdictIs('arc-3', 'Blocked', 'StoreAnswerInvalid');
  scene.expectDeletes([]);
  await scene.show('nothing is known for sure');
});

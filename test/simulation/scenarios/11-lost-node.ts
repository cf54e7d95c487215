import { scenario } from './scenario.ts';
import { ids, type Stage } from './stage.ts';

/** A node that is silent for so long has its pods evicted: Terminating, and nobody there to end them. Milliseconds. */
const evictionAfter = 400_000;

export const stuckTerminating = scenario('11a', 'a pod stuck Terminating on a lost node', {}, async (stage) => {
  const node = await loseNodeOfLast(stage);
  await stage.verdict('arc-4', 'Waiting', 'PodTerminating', /being deleted but still exists/);
  await stage.pass(evictionAfter);
  await stage.verdict('arc-4', 'Waiting', 'PodTerminating');
  stage.expectDeletes([]);

  stage.world.kubernetes.kubelets.nodes.recover(node);
  await stage.settled({ voters: ids(4) });
  stage.expectDeletes(['arc-4']);
  stage.expectRemovals('arc-4 Removed');
});

export const forcedAway = scenario(
  '11b',
  'a pod forced off a lost node on which its process goes on',
  {},
  async (stage) => {
    const node = await loseNodeOfLast(stage);
    await stage.verdict('arc-4', 'Waiting', 'PodTerminating');
    stage.pods.deleteByForce('arc-4', Infinity);
    await stage.verdict('arc-4', 'Blocked', 'StillAlive');
    await stage.polls(12);
    await stage.verdict('arc-4', 'Blocked', 'StillAlive');
    stage.expectDeletes([]);

    stage.world.kubernetes.kubelets.powerOff(node);
    // What else ran there is wanted, and comes back when the node does.
    stage.world.kubernetes.kubelets.nodes.recover(node);
    await stage.settled({ voters: ids(4) });
    stage.expectDeletes(['arc-4']);
    stage.expectRemovals('arc-4 Removed');
  },
);

async function loseNodeOfLast(stage: Stage): Promise<string> {
  await stage.healthy();
  stage.store.ungraceful();
  const node = stage.pods.nodeOf('arc-4');
  stage.world.kubernetes.kubelets.nodes.lose(node);
  stage.scale(4);
  return node;
}

import { identityOf } from '../arc/identity.ts';
import { namespace } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const notUnderstood = scenario(
  '35a',
  'configurations that cannot be parsed, and a suffrage that nobody knows',
  { replicas: 4 },
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    for (const view of ['bad-configuration', 'unknown-suffrage', 'not-json', 'huge'] as const) {
      stage.store.faults({ view });
      await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'StoreAnswerInvalid', message: /arc-0/ });
      await stage.polls(4);
      await stage.verdict('arc-3', 'Blocked', 'StoreAnswerInvalid');
      stage.expectDeletes([]);
    }
    stage.store.faults({});
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-3']);
  },
);

// Without the list of heartbeats, nobody knows whether a process goes on: a list that is missing is not an empty one.
export const noRegistry = scenario(
  '35c',
  'a leader that shows no registry, and a process that goes on without its pod',
  {},
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    const node = stage.pods.nodeOf('arc-4');
    stage.world.kubernetes.kubelets.nodes.lose(node);
    stage.store.faults({ view: 'no-registry' });
    stage.scale(4);
    stage.pods.deleteByForce('arc-4', Infinity);
    await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'StoreAnswerInvalid', message: /arc-0/ });
    await stage.polls(6);
    stage.expectDeletes([]);
    stage.store.faults({});
    await stage.verdict('arc-4', 'Blocked', 'StillAlive');
    stage.expectDeletes([]);
  },
);

const options = {
  replicas: 4,
  arc: {
    identityOf: (pod: Parameters<typeof identityOf>[0]) => ({
      ...identityOf(pod),
      id: pod.statefulSet === 'odd' ? 'odd {0} Address:x' : pod.name,
      bootstraps: pod.name === 'arc-0',
    }),
  },
};

export const oddId = scenario(
  '35b',
  'a member whose id breaks the text of the configuration',
  options,
  async (stage) => {
    await stage.healthy();
    stage.users.createSet({ namespace, name: 'odd', replicas: 1 });
    await stage.until('the odd member', () => stage.world.arc.committed.length === 5);
    stage.store.ungraceful();
    stage.scale(3);
    await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'StoreAnswerInvalid', message: /arc-0/ });
    await stage.polls(12);
    await stage.verdict('arc-3', 'Blocked', 'StoreAnswerInvalid');
    stage.expectDeletes([]);
  },
);

import { z } from 'zod';
import type { ArcdCluster } from '../../arcd/cluster.ts';
import { removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { NODES } from '../../site.ts';

const FOUR = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2', 'arc-writer-3'] as const;
const [LEADER, SECOND, THIRD, DEAD] = FOUR;
const LEFT = [LEADER, SECOND, THIRD];
const atLeader = atNode(LEADER);

/** Followers that stand still for less than the leader lease. */
export const frozenScene: Scene = {
  name: 'four voters, one dead, the followers frozen',
  cluster: { ids: FOUR, timeScale: 4 },
  rows: [
    {
      section: '9',
      name: 'followers frozen, the client gives up after 150 ms: the removal commits anyway when they wake',
      given: async (cluster) => {
        await cluster.crash(DEAD);
        freeze(cluster);
      },
      request: atLeader('DELETE', `${NODES}/${DEAD}`, { patience: 150 }),
      answer: { status: 'none', body: z.string().startsWith('TimeoutError') },
      also: async (cluster) => {
        wake(cluster);
        await cluster.agree({ observers: LEFT, configuration: LEFT, table: 3, registry: LEFT });
      },
    },
    {
      section: '9',
      name: 'followers frozen for 250 ms: DELETE waits, and succeeds',
      given: async (cluster) => {
        await cluster.settle(LEFT);
        freeze(cluster);
        setTimeout(() => wake(cluster), 250);
      },
      request: atLeader('DELETE', `${NODES}/${DEAD}`),
      answer: removed(DEAD),
      stores: () => ({ observers: LEFT, configuration: LEFT, table: 3, registry: LEFT }),
    },
  ],
};

function freeze(cluster: ArcdCluster): void {
  for (const id of [SECOND, THIRD]) cluster.node(id).signal('SIGSTOP');
}

function wake(cluster: ArcdCluster): void {
  for (const id of [SECOND, THIRD]) cluster.node(id).signal('SIGCONT');
}

import { z } from 'zod';
import { clustered } from '../../bodies/cluster.ts';
import { invalidToken, refused, removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';

const FIVE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2', 'arc-writer-3', 'arc-writer-4'] as const;
const [LEADER, FOLLOWER, , FOURTH, FIFTH] = FIVE;
const FOUR = FIVE.slice(0, 4);
const THREE = FIVE.slice(0, 3);
const atLeader = atNode(LEADER);

/** Rows of which nobody can bring the cause about from outside: the node is told to behave so. */
export const faultsScene: Scene = {
  name: 'five voters, two dead, faults set by the control port',
  cluster: { ids: FIVE, authenticates: true },
  rows: [
    {
      section: '1.1',
      name: 'a token that has not reached a node yet: 401 there, and only there',
      given: (cluster) => cluster.faults(FOLLOWER, { token: 'unknown' }),
      request: atNode(FOLLOWER)('GET', CLUSTER),
      answer: invalidToken,
      alongside: (cluster) => [[{ to: LEADER, method: 'GET', path: CLUSTER }, clustered(cluster)]],
      also: (cluster) => cluster.faults(FOLLOWER, {}),
    },
    {
      section: '1.4',
      name: 'RemoveServer failed but the table worked: 200, and the id is still in the configuration',
      given: async (cluster) => {
        await cluster.crash(FIFTH, FOURTH);
        await cluster.faults(LEADER, { delete: 'enqueue-timeout' });
      },
      request: atLeader('DELETE', `${NODES}/${FIFTH}`),
      answer: removed(FIFTH),
      stores: () => ({ observers: THREE, configuration: FIVE, table: 4, registry: FOUR }),
    },
    {
      section: '1.4',
      name: 'RemoveServer failed: the next DELETE removes it from the configuration, too',
      given: (cluster) => cluster.faults(LEADER, {}),
      request: atLeader('DELETE', `${NODES}/${FIFTH}`),
      answer: removed(FIFTH),
      stores: () => ({ observers: THREE, configuration: FOUR, table: 4, registry: FOUR }),
    },
    {
      section: '1.4',
      name: 'the table could not be written in 5 s: 500, gone from the configuration, still in table and registry',
      given: (cluster) => cluster.faults(LEADER, { delete: 'table-failure' }),
      request: atLeader('DELETE', `${NODES}/${FOURTH}`),
      answer: {
        status: 500,
        body: refused(
          'failed to remove node from cluster state: failed to apply command: timed out enqueuing operation',
        ),
      },
      stores: () => ({ observers: THREE, configuration: THREE, table: 4, registry: FOUR }),
    },
    {
      section: '1.4',
      name: 'a removal that nobody answers is a removal all the same',
      given: (cluster) => cluster.faults(LEADER, { delete: 'reset-after-success' }),
      request: atLeader('DELETE', `${NODES}/${FOURTH}`),
      answer: { status: 'none', body: z.string() },
      stores: () => ({ observers: THREE, configuration: THREE, table: 3, registry: THREE }),
    },
  ],
};

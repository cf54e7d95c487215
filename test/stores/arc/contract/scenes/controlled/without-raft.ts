import { z } from 'zod';
import { clusterBodyWithoutRaft } from '../../bodies/cluster.ts';
import { notTheLeader, removed, self } from '../../bodies/refusals.ts';
import { atFirst, atNode, NOBODY } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';

const ONLY = 'arc-writer-0';
const THREE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2'] as const;
const [LEADER, HALTED] = THREE;

/** Clustered nodes in which no Raft runs. */
export const withoutRaft: readonly Scene[] = [
  {
    name: 'one clustered node without a folder for Raft',
    cluster: { ids: [ONLY], flags: ['--data-dir='], forms: false },
    rows: [
      {
        section: '1.2',
        name: 'raft disabled: the block is {"enabled":false}',
        request: atFirst('GET', CLUSTER),
        answer: ({ generation }) => ({ status: 200, body: clusterBodyWithoutRaft(generation) }),
      },
      {
        section: '1.4',
        name: 'raft disabled but clustered: success, whoever asks whom',
        request: atFirst('DELETE', `${NODES}/${NOBODY}`),
        answer: removed(NOBODY),
      },
      {
        section: '1.4',
        name: 'raft disabled but clustered: the own id is refused',
        request: atFirst('DELETE', `${NODES}/${ONLY}`),
        answer: self,
      },
    ],
  },
  {
    name: 'three voters, Raft shut down inside one of them',
    cluster: { ids: THREE },
    rows: [
      {
        section: '1.2',
        name: 'raft shut down in a running process: state Shutdown',
        given: (cluster) => cluster.node(HALTED).control('POST', '/halt', {}),
        request: atNode(HALTED)('GET', CLUSTER),
        answer: {
          status: 200,
          body: z.looseObject({ raft: z.looseObject({ state: z.literal('Shutdown'), is_leader: z.literal(false) }) }),
        },
      },
      {
        section: '1.4',
        name: 'raft shut down: 500 "not the leader", since the leadership is looked at first',
        request: atNode(HALTED)('DELETE', `${NODES}/${LEADER}`),
        answer: notTheLeader,
      },
    ],
  },
];

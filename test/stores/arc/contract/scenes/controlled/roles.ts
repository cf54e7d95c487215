import { z } from 'zod';
import { clustered, membership } from '../../bodies/cluster.ts';
import { removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Answer, Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { parseView } from '../../view.ts';
import { equal } from '../equal.ts';

const ALL = ['arc-writer-0', 'arc-writer-1', 'arc-reader-0', 'arc-reader-1', 'arc-compactor-0'] as const;
const [LEADER, , READER, LIVE, COMPACTOR] = ALL;
const atLeader = atNode(LEADER);

const suffrages = ({ body }: Answer): string =>
  parseView(body)
    .members.map(({ id, suffrage }) => `${id}:${suffrage}`)
    .toSorted()
    .join(' ');

/** Who votes, and what becomes of those who do not. */
export const rolesScene: Scene = {
  name: 'two writers, two readers, a compactor',
  cluster: { ids: ALL },
  rows: [
    {
      section: '0',
      name: 'every role votes',
      generation: 'A',
      request: atLeader('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) =>
        equal(
          'members',
          suffrages(answer),
          [...ALL]
            .toSorted()
            .map((id) => `${id}:Voter`)
            .join(' '),
        ),
    },
    {
      section: '0',
      name: 'writers vote, readers and compactors are nonvoters',
      generation: 'B',
      request: atLeader('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        const suffrage = (id: string): string => (id.includes('writer') ? 'Voter' : 'Nonvoter');
        equal(
          'members',
          suffrages(answer),
          [...ALL]
            .toSorted()
            .map((id) => `${id}:${suffrage(id)}`)
            .join(' '),
        );
      },
    },
    {
      section: '1.2',
      name: 'raft.membership knows the role of every server and finds no mismatch',
      generation: 'B',
      request: atLeader('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        const block = membership.parse(parseView(answer.body).membership);
        const roles = block.servers.map(({ id, role }) => `${id}:${role}`).toSorted();
        equal(
          'roles',
          roles.join(' '),
          [...ALL]
            .toSorted()
            .map((id) => `${id}:${id.split('-')[1]}`)
            .join(' '),
        );
        equal('mismatches', block.mismatches, 0);
        equal('unresolved', block.unresolved, 0);
        equal('voting_servers', block.voting_servers, 2);
      },
    },
    {
      section: '1.3',
      name: 'GET /cluster/local: capabilities of a reader',
      request: atNode(READER)('GET', `${CLUSTER}/local`),
      answer: {
        status: 200,
        body: z.looseObject({
          role: z.literal('reader'),
          capabilities: z.strictObject({
            can_ingest: z.literal(false),
            can_query: z.literal(true),
            can_compact: z.literal(false),
            can_coordinate: z.literal(false),
          }),
        }),
      },
    },
    {
      section: '5',
      name: 'a reader that lost its disk joins again under its id, with an empty log',
      given: async (cluster) => {
        await cluster.crash(READER);
        cluster.node(READER).forget();
        await cluster.node(READER).start();
      },
      request: atLeader('GET', CLUSTER),
      answer: clustered,
      stores: () => ({ observers: ALL, configuration: ALL, table: 5, registry: ALL }),
    },
    {
      section: '9',
      name: 'a dead nonvoter is removed',
      generation: 'B',
      given: (cluster) => cluster.crash(COMPACTOR),
      request: atLeader('DELETE', `${NODES}/${COMPACTOR}`),
      answer: removed(COMPACTOR),
      stores: () => {
        const left = ALL.slice(0, 4);
        return { observers: left, configuration: left, table: 4, registry: left };
      },
    },
    {
      section: '9',
      name: 'a live nonvoter is removed',
      generation: 'B',
      request: atLeader('DELETE', `${NODES}/${LIVE}`),
      answer: removed(LIVE),
      stores: () => {
        const left = ALL.slice(0, 3);
        return { observers: left, configuration: left, table: 3, registry: left };
      },
    },
  ],
};

import { equal } from '../equal.ts';
import { z } from 'zod';
import { clustered, membership } from '../../bodies/cluster.ts';
import { atFirst, atFollower, atLeader, NOBODY } from '../../question.ts';
import type { Row } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { parseView } from '../../view.ts';
import { removed } from '../../bodies/refusals.ts';

/** A clustered answer whose Raft block is as described; the rest is the business of the first row. */
const withRaft = (raft: Readonly<Record<string, z.ZodType>>) => ({
  status: 200,
  body: z.looseObject({ raft: z.looseObject(raft) }),
});

const withStats = (stats: Readonly<Record<string, z.ZodType>>) => withRaft({ stats: z.looseObject(stats) });

/** §1.2 of a healthy cluster. */
export const overviewRows: readonly Row[] = [
  {
    section: '1.2',
    name: 'clustered: the leader answers with exactly these keys',
    request: atLeader('GET', CLUSTER),
    answer: clustered,
  },
  {
    section: '1.2',
    name: 'clustered: a follower answers with the same keys',
    needs: ['token', 'followers'],
    request: atFollower('GET', CLUSTER),
    answer: clustered,
  },
  {
    section: '1.2',
    name: 'node counts are those of the local registry',
    request: atFirst('GET', CLUSTER),
    answer: clustered,
    also: (_, { answer }) => {
      const body = z
        .object({ node_count: z.int(), nodes: z.array(z.object({ role: z.string() })), ...counts })
        .parse(answer.body);
      const inRole = (role: string): number => body.nodes.filter((node) => node.role === role).length;
      equal('node_count', body.node_count, body.nodes.length);
      equal('writers', body.writers, inRole('writer'));
      equal('readers', body.readers, inRole('reader'));
      equal('compactors', body.compactors, inRole('compactor'));
    },
  },
  {
    section: '1.2',
    name: 'latest_configuration is a Go text that parses as a whole',
    request: atLeader('GET', CLUSTER),
    answer: withStats({ latest_configuration: z.string().startsWith('[{Suffrage:') }),
    also: (_, { answer }) => {
      const { members } = parseView(answer.body);
      if (members.length === 0) throw new Error('it has no member');
    },
  },
  {
    section: '1.2',
    name: 'latest_configuration_index is always "0", also after a configuration entry',
    request: atLeader('DELETE', `${NODES}/${NOBODY}`),
    answer: removed(NOBODY),
    also: async (site, { question }) =>
      equal('the index', (await site.view(question.to)).stats['latest_configuration_index'], '0'),
  },
  {
    section: '1.2',
    name: 'last_contact of the leader is "0"',
    request: atLeader('GET', CLUSTER),
    answer: withStats({ last_contact: z.literal('0') }),
  },
  {
    section: '1.2',
    name: 'last_contact of a follower is a Go duration',
    needs: ['token', 'followers'],
    request: atFollower('GET', CLUSTER),
    answer: withStats({ last_contact: z.string().regex(/^[\d.]+(m|s|ms|µs|ns)/) }),
  },
  {
    section: '1.2',
    name: 'num_peers are the other voters',
    request: atLeader('GET', CLUSTER),
    answer: clustered,
    also: (_, { answer }) => {
      const { id, members, stats } = parseView(answer.body);
      const others = members.filter((member) => member.suffrage === 'Voter' && member.id !== id).length;
      equal('num_peers', stats['num_peers'], `${others}`);
    },
  },
  {
    section: '1.2',
    name: 'no raft.membership in generation A',
    generation: 'A',
    request: atLeader('GET', CLUSTER),
    answer: withRaft({ membership: z.undefined().optional() }),
  },
  {
    section: '1.2',
    name: 'raft.membership lists the same servers as the text, without addresses',
    generation: 'B',
    request: atLeader('GET', CLUSTER),
    answer: withRaft({ membership }),
    also: (_, { answer }) => {
      const view = parseView(answer.body);
      const { servers, voting_servers: voting } = membership.parse(view.membership);
      const listed = servers.map(({ id, suffrage }) => `${id} ${suffrage}`).toSorted();
      const text = view.members.map(({ id, suffrage }) => `${id} ${suffrage.toLowerCase()}`).toSorted();
      equal('servers', listed.join(), text.join());
      equal('voting_servers', voting, servers.filter(({ suffrage }) => suffrage === 'voter').length);
    },
  },
  {
    section: '1.2',
    name: 'raft.membership is the local view, and says whose',
    generation: 'B',
    needs: ['token', 'followers'],
    request: atFollower('GET', CLUSTER),
    answer: withRaft({ membership }),
    also: (_, { answer }) => {
      const view = parseView(answer.body);
      const { view_of: whose, is_leader: leads } = membership.parse(view.membership);
      equal('view_of', whose, view.id);
      equal('is_leader', leads, false);
    },
  },
  {
    section: '2',
    name: 'the leader is the one node that says so, and that a majority names with the same term',
    request: atLeader('GET', CLUSTER),
    answer: withRaft({ is_leader: z.literal(true), state: z.literal('Leader') }),
    also: async (site, { answer }) => {
      const { id, leader, term } = parseView(answer.body);
      equal('leader_id', leader, id);
      const views = await site.views();
      const naming = views.filter((view) => view.leader === id && view.term === term).length;
      if (naming * 2 <= views.length) throw new Error(`${naming} of ${views.length} nodes name it with its term`);
      equal('claims', views.filter(({ isLeader }) => isLeader).length, 1);
    },
  },
];

const counts = { writers: z.int(), readers: z.int(), compactors: z.int() };

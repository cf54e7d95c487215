import { hostname } from 'node:os';
import { z } from 'zod';
import { type ArcdCluster, hostOf } from '../../arcd/cluster.ts';
import { clustered, membership } from '../../bodies/cluster.ts';
import { localNode } from '../../bodies/node.ts';
import { notTheLeader, removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { parseView } from '../../view.ts';
import { equal } from '../equal.ts';
import { secondsMore } from './wait.ts';

const THREE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2'] as const;
const [LEADER, FOLLOWER] = THREE;
const NEW = 'arc-writer-3';
const FOUR = [...THREE, NEW];
const LONELY = 'arc-writer-7';
const HALF = 'arc-reader-7';
const STRANGER = 'arc-writer-8';
const RENAMED = 'arc-writer-9';
const SPACED = 'arc-writer-5';

/** §3, and §1.2 about nodes that are no members. */
export const joinsScene: Scene = {
  name: 'three voters as the chart makes them, and nodes that want to join',
  cluster: { ids: THREE },
  rows: [
    {
      section: '1.2',
      name: 'leader_addr is ip:port, the addresses in the configuration are names: never comparable',
      request: atNode(FOLLOWER)('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        const { leader_addr: address } = z
          .object({ raft: z.object({ leader_addr: z.string() }) })
          .parse(answer.body).raft;
        if (!/^127\.\d+\.\d+\.\d+:9200$/.test(address)) throw new Error(`leader_addr is ${address}`);
      },
    },
    {
      section: '3',
      name: 'the Raft server address is the advertised one, verbatim',
      request: atNode(LEADER)('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        for (const { id, address } of parseView(answer.body).members) equal(id, address, `${hostOf(id)}:9200`);
      },
    },
    {
      section: '2',
      name: 'api_address has no host, address is the coordinator by its name',
      request: atNode(LEADER)('GET', `${NODES}/${FOLLOWER}`),
      answer: {
        status: 200,
        body: z.looseObject({ api_address: z.literal(':8000'), address: z.literal(`${hostOf(FOLLOWER)}:9100`) }),
      },
    },
    {
      section: '1.2',
      name: 'never joined: "[]", last_contact "never", no peers',
      given: (cluster) => cluster.start(LONELY, ['--seeds=']),
      request: atNode(LONELY)('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        const { stats, leader } = parseView(answer.body);
        equal('latest_configuration', stats['latest_configuration'], '[]');
        equal('last_contact', stats['last_contact'], 'never');
        equal('num_peers', stats['num_peers'], '0');
        equal('leader_id', leader, '');
      },
    },
    {
      section: '1.4',
      name: 'never joined: 500 "not the leader"',
      request: atNode(LONELY)('DELETE', `${NODES}/${LEADER}`),
      answer: notTheLeader,
    },
    {
      section: '3',
      name: 'a join through a follower reaches the leader: configuration, table and all registries',
      given: (cluster) => cluster.start(NEW, [`--seeds=${hostOf(FOLLOWER)}:9100`]),
      request: atNode(LEADER)('GET', CLUSTER),
      answer: clustered,
      stores: () => ({ observers: FOUR, configuration: FOUR, table: 4, registry: FOUR }),
    },
    {
      section: '3',
      name: 'in the configuration, but not in table and registry: it is shown nowhere else',
      given: (cluster) => cluster.node(LEADER).control('POST', '/nonvoters', { id: HALF, address: `${HALF}:9200` }),
      request: atNode(LEADER)('GET', CLUSTER),
      answer: clustered,
      stores: () => ({ observers: FOUR, configuration: [...FOUR, HALF], table: 4, registry: FOUR }),
    },
    {
      section: '1.2',
      name: 'raft.membership resolves no role of a server that is not in the table',
      generation: 'B',
      request: atNode(LEADER)('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        const { servers, unresolved } = membership.parse(parseView(answer.body).membership);
        const half = servers.find(({ id }) => id === HALF);
        equal('resolved', half?.resolved, false);
        equal('role', half?.role, null);
        equal('unresolved', unresolved, 1);
      },
    },
    {
      section: '3',
      name: 'in the configuration, but not in table and registry: it can be removed',
      request: atNode(LEADER)('DELETE', `${NODES}/${HALF}`),
      answer: removed(HALF),
      stores: () => ({ observers: FOUR, configuration: FOUR, table: 4, registry: FOUR }),
    },
    {
      section: '3',
      name: 'a join with another cluster name is refused',
      given: async (cluster) => {
        await cluster.start(STRANGER, ['--cluster-name=other']);
        await secondsMore(cluster, STRANGER, 2);
      },
      request: atNode(STRANGER)('GET', CLUSTER),
      answer: clustered,
      also: async (cluster, { answer }) => {
        equal('latest_configuration', parseView(answer.body).stats['latest_configuration'], '[]');
        await cluster.agree({ observers: THREE, configuration: FOUR, registry: FOUR });
      },
    },
    {
      section: '3',
      name: 'two ids with one address: the new id stays out',
      given: async (cluster) => {
        await cluster.crash(NEW);
        await cluster.start(RENAMED, [`--raft-advertise=${hostOf(NEW)}:9200`], NEW);
        await secondsMore(cluster, RENAMED, 2);
      },
      request: atNode(LEADER)('GET', CLUSTER),
      answer: clustered,
      also: (cluster) => cluster.agree({ observers: THREE, configuration: FOUR, table: 4, registry: FOUR }),
    },
    {
      section: '3',
      name: 'two ids with one address: the new id joins when the old one was removed',
      request: atNode(LEADER)('DELETE', `${NODES}/${NEW}`),
      answer: removed(NEW),
      stores: () => {
        const ids = [...THREE, RENAMED];
        return { observers: ids, configuration: ids, table: 4, registry: ids };
      },
    },
    {
      section: '3',
      name: 'without cluster.node_id the id is <hostname>-<pid>',
      given: (cluster) => cluster.start('arc-writer-6', ['--node-id=', '--seeds=']),
      request: atNode('arc-writer-6')('GET', `${CLUSTER}/local`),
      answer: ({ generation }) => ({ status: 200, body: localNode(generation) }),
      also: (_, { answer }) => {
        const { id } = z.object({ id: z.string() }).parse(answer.body);
        if (!id.startsWith(`${hostname()}-`) || !/-\d+$/.test(id)) throw new Error(`the id is ${id}`);
      },
    },
    {
      section: '9',
      name: 'an id with a space breaks the text of the configuration',
      given: async (cluster) => {
        await cluster.start(SPACED, ['--node-id=a b']);
        await cluster.until('the id in the text', async () => (await configurationText(cluster)).includes('ID:a b '));
      },
      request: atNode(LEADER)('GET', CLUSTER),
      answer: clustered,
      also: (_, { answer }) => {
        try {
          parseView(answer.body);
        } catch {
          return;
        }
        throw new Error('it parses as a whole');
      },
    },
    {
      section: '9',
      name: 'an id with a space cannot be removed: encoded it is another id',
      request: atNode(LEADER)('DELETE', `${NODES}/a%20b`),
      answer: removed('a%20b'),
      also: async (cluster) => {
        if (!(await configurationText(cluster)).includes('ID:a b ')) throw new Error('it is gone');
      },
    },
  ],
};

async function configurationText(cluster: ArcdCluster): Promise<string> {
  const { body } = await cluster.ask({ to: LEADER, method: 'GET', path: CLUSTER });
  const stats = z.object({ raft: z.object({ stats: z.object({ latest_configuration: z.string() }) }) });
  return stats.parse(body).raft.stats.latest_configuration;
}

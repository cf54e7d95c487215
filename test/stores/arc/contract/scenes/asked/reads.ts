import { z } from 'zod';
import { alive, health, localNode, node, nodeList, ready, ZERO_TIME } from '../../bodies/node.ts';
import { failed } from '../../bodies/refusals.ts';
import { atFirst, NOBODY } from '../../question.ts';
import type { Row } from '../../row.ts';
import { CLUSTER, NODES, type Site } from '../../site.ts';
import { equal } from '../equal.ts';

const TOO_LONG = 'x'.repeat(257);

const listed = ({ generation }: Site) => ({ status: 200, body: nodeList(generation) });

/** §1.3 and what §2 and §3 say about ids and addresses, of a healthy cluster. */
export const reads: readonly Row[] = [
  { section: '1.3', name: 'GET /cluster/nodes', request: atFirst('GET', NODES), answer: listed },
  {
    section: '1.3',
    name: 'total is the length of nodes',
    request: atFirst('GET', NODES),
    answer: listed,
    also: (_, { answer }) => {
      const { nodes, total } = z.object({ nodes: z.array(z.unknown()), total: z.int() }).parse(answer.body);
      equal('total', total, nodes.length);
    },
  },
  {
    section: '1.3',
    name: 'GET /cluster/nodes?role=',
    request: atFirst('GET', `${NODES}?role=writer`),
    answer: listed,
    also: (_, { answer }) => everyNode(answer.body, 'role', 'writer'),
  },
  {
    section: '1.3',
    name: 'GET /cluster/nodes?state=',
    request: atFirst('GET', `${NODES}?state=healthy`),
    answer: listed,
    also: (_, { answer }) => everyNode(answer.body, 'state', 'healthy'),
  },
  {
    section: '1.3',
    name: 'an unknown role: 400',
    request: atFirst('GET', `${NODES}?role=boss`),
    answer: { status: 400, body: failed('Invalid role filter. Valid values: writer, reader, compactor, standalone') },
  },
  {
    section: '1.3',
    name: 'an unknown state: 400',
    request: atFirst('GET', `${NODES}?state=fine`),
    answer: {
      status: 400,
      body: failed('Invalid state filter. Valid values: healthy, unhealthy, dead, unknown, joining, leaving'),
    },
  },
  {
    section: '1.3',
    name: 'remote nodes have zero joined_at',
    needs: ['token', 'followers'],
    request: atFirst('GET', NODES),
    answer: listed,
    also: (_, { question, answer }) => {
      for (const one of nodesOf(answer.body)) if (one.id !== question.to) equal(one.id, one.joined_at, ZERO_TIME);
    },
  },
  {
    section: '1.3',
    name: 'the local entry has zero last_heartbeat',
    request: atFirst('GET', NODES),
    answer: listed,
    also: (_, { question, answer }) => {
      const local = nodesOf(answer.body).find(({ id }) => id === question.to);
      equal('last_heartbeat', local?.last_heartbeat, ZERO_TIME);
    },
  },
  {
    section: '1.3',
    name: 'GET /cluster/nodes/:id',
    request: async (site) => ({ to: site.ids[0] ?? '', method: 'GET', path: `${NODES}/${await site.leader()}` }),
    answer: ({ generation }) => ({ status: 200, body: node(generation) }),
  },
  {
    section: '1.3',
    name: 'GET /cluster/nodes/:id of nobody: 404',
    request: atFirst('GET', `${NODES}/${NOBODY}`),
    answer: { status: 404, body: failed('Node not found') },
  },
  {
    section: '1.3',
    name: 'GET /cluster/nodes/:id of more than 256 bytes: 400',
    request: atFirst('GET', `${NODES}/${TOO_LONG}`),
    answer: { status: 400, body: failed('Invalid node ID') },
  },
  {
    section: '1.3',
    name: 'GET /cluster/local: the real id of the node that answers',
    request: atFirst('GET', `${CLUSTER}/local`),
    answer: ({ generation, ids: [id = ''] }) => ({
      status: 200,
      body: z.strictObject({ ...localNode(generation).shape, id: z.literal(id) }),
    }),
  },
  {
    section: '1.3',
    name: 'GET /cluster/health: of the local registry',
    request: atFirst('GET', `${CLUSTER}/health`),
    answer: { status: 200, body: health },
    also: async (site, { question, answer }) => {
      const { healthy, unhealthy, total } = health.parse(answer.body);
      equal('total', total, healthy + unhealthy);
      equal('total', total, (await site.registry(question.to)).length);
    },
  },
  {
    section: '1.3',
    name: 'GET /health: liveness only',
    needs: [],
    request: atFirst('GET', '/health'),
    answer: { status: 200, body: alive },
  },
  {
    section: '1.3',
    name: 'GET /ready: 200 while it is ready',
    needs: [],
    request: atFirst('GET', '/ready'),
    answer: { status: 200, body: ready },
  },
  {
    section: '3',
    name: 'the node id is the same in /cluster/local, the overview and the configuration',
    request: atFirst('GET', `${CLUSTER}/local`),
    answer: ({ generation }) => ({ status: 200, body: localNode(generation) }),
    also: async (site) => {
      for (const view of await site.views()) {
        const { body } = await site.ask({ to: view.id, method: 'GET', path: `${CLUSTER}/local` });
        equal('id', z.object({ id: z.string() }).parse(body).id, view.id);
        if (!view.members.some(({ id }) => id === view.id)) throw new Error(`${view.id} is not in its configuration`);
      }
    },
  },
];

function everyNode(body: unknown, key: 'role' | 'state', wanted: string): void {
  const nodes = nodesOf(body);
  if (nodes.length === 0) throw new Error(`no ${wanted} is listed`);
  for (const one of nodes) equal(`${key} of ${one.id}`, one[key], wanted);
}

const nodesOf = (body: unknown) => entries.parse(body).nodes;

const entries = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      role: z.string(),
      state: z.string(),
      joined_at: z.string(),
      last_heartbeat: z.string(),
    }),
  ),
});

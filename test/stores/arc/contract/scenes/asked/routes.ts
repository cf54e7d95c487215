import { z } from 'zod';
import { clustered } from '../../bodies/cluster.ts';
import { nodeList } from '../../bodies/node.ts';
import { failed, removed, wrongMethod } from '../../bodies/refusals.ts';
import { atFirst, atLeader, NOBODY } from '../../question.ts';
import type { Row } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';

const encoded = NOBODY.replaceAll('-', '%2D');

/** §1 in front of its tables: routing, and what there is no route for. */
export const routes: readonly Row[] = [
  {
    section: '1',
    name: 'routes are case-insensitive',
    request: atFirst('GET', '/API/v1/Cluster'),
    answer: clustered,
  },
  {
    section: '1',
    name: 'a trailing slash makes no difference',
    request: atFirst('GET', `${NODES}/`),
    answer: ({ generation }) => ({ status: 200, body: nodeList(generation) }),
  },
  {
    section: '1',
    name: 'unknown route: 404 that names it',
    request: atFirst('GET', '/api/v1/clusterx'),
    answer: { status: 404, body: failed('Cannot GET /api/v1/clusterx') },
  },
  {
    section: '1',
    name: 'a double slash is an unknown route',
    request: atFirst('GET', '/api/v1//cluster'),
    answer: { status: 404, body: failed('Cannot GET /api/v1//cluster') },
  },
  {
    section: '1',
    name: 'wrong method: 405',
    request: atFirst('POST', CLUSTER),
    answer: wrongMethod,
  },
  {
    section: '1',
    name: 'path parameters are not percent-decoded: an encoded id is another id',
    request: atLeader('DELETE', `${NODES}/${encoded}`),
    answer: removed(encoded),
    stores: 'unchanged',
  },
  {
    section: '3',
    name: 'there is no API that adds a voter',
    request: atFirst('POST', `${NODES}/${NOBODY}`),
    answer: wrongMethod,
    stores: 'unchanged',
  },
  {
    section: '0',
    name: 'no /ready/write in generation A',
    generation: 'A',
    request: atFirst('GET', '/ready/write'),
    answer: { status: 404, body: z.unknown() },
  },
];

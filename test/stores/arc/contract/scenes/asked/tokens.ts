import { z } from 'zod';
import { clustered } from '../../bodies/cluster.ts';
import { alive, ready } from '../../bodies/node.ts';
import { invalidToken, notAdmin, removed, unauthenticated } from '../../bodies/refusals.ts';
import { atFirst, atLeader, NOBODY } from '../../question.ts';
import type { Need, Row } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';

const WRONG = { as: 'nobody', headers: { authorization: 'Bearer no-such-token' } } as const;
const REMOVE_NOBODY = `${NODES}/${NOBODY}`;
const closed: readonly Need[] = ['authentication', 'token'];

const local = { status: 200, body: z.looseObject({ is_local: z.literal(true) }) };

/** Each way to bring a token, in the order in which they are looked at. */
const carriers = [
  ['Authorization: Bearer T', (token: string) => ({ headers: { authorization: `Bearer ${token}` } })],
  ['Authorization: Token T', (token: string) => ({ headers: { authorization: `Token ${token}` } })],
  ['raw Authorization: T', (token: string) => ({ headers: { authorization: token } })],
  ['x-api-key: T', (token: string) => ({ headers: { 'x-api-key': token } })],
  ['?p=T', (token: string) => ({ path: `${CLUSTER}?p=${encodeURIComponent(token)}` })],
] as const;

/** §1.1 on a cluster that asks for tokens. */
export const tokens: readonly Row[] = [
  ...carriers.map(([name, carry]): Row => ({
    section: '1.1',
    name: `token carrier: ${name}`,
    needs: closed,
    request: ({ ids: [to = ''], adminToken = '' }) => ({
      to,
      method: 'GET',
      path: CLUSTER,
      as: 'nobody',
      ...carry(adminToken),
    }),
    answer: clustered,
  })),
  {
    section: '1.1',
    name: 'the first carrier counts, even when a later one has the right token',
    needs: closed,
    request: ({ ids: [to = ''], adminToken = '' }) => ({
      to,
      method: 'GET',
      path: CLUSTER,
      as: 'nobody',
      headers: { ...WRONG.headers, 'x-api-key': adminToken },
    }),
    answer: invalidToken,
  },
  {
    section: '1.1',
    name: 'no token: 401 for a GET',
    needs: closed,
    request: atFirst('GET', CLUSTER, { as: 'nobody' }),
    answer: unauthenticated,
  },
  {
    section: '1.1',
    name: 'no token: 401 for DELETE',
    needs: closed,
    request: atLeader('DELETE', REMOVE_NOBODY, { as: 'nobody' }),
    answer: unauthenticated,
    stores: 'unchanged',
  },
  {
    section: '1.1',
    name: 'a wrong token: 401 for a GET',
    needs: closed,
    request: atFirst('GET', CLUSTER, WRONG),
    answer: invalidToken,
  },
  {
    section: '1.1',
    name: 'a wrong token: 401 for DELETE',
    needs: closed,
    request: atLeader('DELETE', REMOVE_NOBODY, WRONG),
    answer: invalidToken,
    stores: 'unchanged',
  },
  {
    section: '1.1',
    name: 'the token is looked at before the route: 401 for a route that does not exist',
    needs: closed,
    request: atFirst('GET', '/api/v1/clusterx', { as: 'nobody' }),
    answer: unauthenticated,
  },
  {
    section: '1.1',
    name: 'any valid token may read',
    needs: ['reader'],
    request: atFirst('GET', CLUSTER, { as: 'reader' }),
    answer: clustered,
  },
  {
    section: '1.1',
    name: 'DELETE needs admin: 403',
    needs: ['token', 'reader'],
    request: atLeader('DELETE', REMOVE_NOBODY, { as: 'reader' }),
    answer: notAdmin,
    stores: 'unchanged',
  },
  {
    section: '1.1',
    name: 'the permission is looked at before the id: 403 for the own id, too',
    needs: ['token', 'reader'],
    request: async (site) => {
      const to = await site.leader();
      return { to, method: 'DELETE', path: `${NODES}/${to}`, as: 'reader' };
    },
    answer: notAdmin,
    stores: 'unchanged',
  },
  {
    section: '1.1',
    name: '/cluster/files needs admin: 403',
    needs: ['reader'],
    request: atFirst('GET', `${CLUSTER}/files`, { as: 'reader' }),
    answer: notAdmin,
  },
  {
    section: '1.1',
    name: '/cluster/files answers admin',
    request: atFirst('GET', `${CLUSTER}/files`),
    answer: { status: 200, body: z.strictObject({ files: z.array(z.unknown()), total: z.int() }) },
  },
  {
    section: '1.1',
    name: 'always public: /health',
    needs: [],
    request: atFirst('GET', '/health', { as: 'nobody' }),
    answer: { status: 200, body: alive },
  },
  {
    section: '1.1',
    name: 'always public: /ready',
    needs: [],
    request: atFirst('GET', '/ready', { as: 'nobody' }),
    answer: { status: 200, body: ready },
  },
  ...['/metrics', '/api/v1/metrics'].map((path): Row => ({
    section: '1.1',
    name: `always public: ${path}`,
    needs: [],
    request: atFirst('GET', path, { as: 'nobody' }),
    answer: { status: 200, body: z.unknown() },
  })),
  {
    section: '1.1',
    name: 'there is no rate limit: a hundred requests at once',
    request: atFirst('GET', `${CLUSTER}/local`),
    answer: local,
    alongside: (_, question) => Array.from({ length: 99 }, () => [question, local] as const),
  },
];

/** §1.1 with `auth.enabled=false`. */
export const open: readonly Row[] = [
  {
    section: '1.1',
    name: 'auth.enabled=false: reads are open',
    request: atFirst('GET', CLUSTER, { as: 'nobody' }),
    answer: clustered,
  },
  {
    section: '1.1',
    name: 'auth.enabled=false: DELETE is open',
    request: atLeader('DELETE', REMOVE_NOBODY, { as: 'nobody' }),
    answer: removed(NOBODY),
    stores: 'unchanged',
  },
];

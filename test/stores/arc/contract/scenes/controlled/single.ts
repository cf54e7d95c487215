import { selfSigned } from '../../../../../ports/self-signed.ts';
import { clustered } from '../../bodies/cluster.ts';
import { removed, self } from '../../bodies/refusals.ts';
import { atFirst, NOBODY } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { send } from '../../send.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { open } from '../asked/tokens.ts';

const ONLY = 'arc-writer-0';

export const singles: readonly Scene[] = [
  {
    name: 'one voter, without authentication',
    cluster: { ids: [ONLY] },
    rows: [
      ...open,
      {
        section: '9',
        name: 'the last voter does not remove itself',
        request: atFirst('DELETE', `${NODES}/${ONLY}`),
        answer: self,
        stores: 'unchanged',
      },
      {
        section: '9',
        name: 'the last voter removes nobody, with success',
        request: atFirst('DELETE', `${NODES}/${NOBODY}`),
        answer: removed(NOBODY),
        stores: 'unchanged',
      },
    ],
  },
  {
    name: 'one voter with server.tls_enabled',
    cluster: { ids: [ONLY], tls: selfSigned() },
    rows: [
      {
        section: '1',
        name: 'server.tls_enabled: HTTPS, and nothing over plain HTTP',
        request: atFirst('GET', CLUSTER),
        answer: clustered,
        also: async (cluster, { question }) => {
          const origin = cluster.url(ONLY).replace('https:', 'http:');
          const { status } = await send({ ...question, origin }, {});
          if (status === 200) throw new Error('plain HTTP is answered');
        },
      },
    ],
  },
];

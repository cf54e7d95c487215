import { clustered } from '../../bodies/cluster.ts';
import { removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Effect, Row, Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import type { ArcdCluster } from '../../arcd/cluster.ts';

const FIVE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2', 'arc-writer-3', 'arc-writer-4'] as const;
const [FIRST, , , FOURTH, FIFTH] = FIVE;
const atFirst = atNode(FIRST);

/** All three stores of the three survivors list these and nobody else. */
const only = (...ids: readonly string[]): (() => Effect) => {
  const effect = { observers: FIVE.slice(0, 3), configuration: ids, table: ids.length, registry: ids };
  return () => effect;
};

const crashTwo = (cluster: ArcdCluster): Promise<void> => cluster.crash(FOURTH, FIFTH);

const twice: Row<ArcdCluster> = {
  section: '1.4',
  name: 'unknown id that was removed before: the success body, and two log entries',
  request: atFirst('DELETE', `${NODES}/${FIFTH}`),
  answer: removed(FIFTH),
  stores: 'unchanged',
  also: async (site, { views }) => {
    const written = (await site.view(FIRST)).lastLogIndex - (views.get(FIRST)?.lastLogIndex ?? 0);
    if (written !== 2) throw new Error(`${written} log entries were written`);
  },
};

export const deadVoters: readonly Scene[] = [
  {
    name: 'five voters, two of them dead, removed one after another',
    cluster: { ids: FIVE },
    rows: [
      {
        section: '4',
        name: 'crash: the voter stays in all three stores',
        given: crashTwo,
        request: atFirst('GET', CLUSTER),
        answer: clustered,
        stores: only(...FIVE),
      },
      {
        section: '1.4',
        name: 'removed: gone from all three stores of all nodes',
        request: atFirst('DELETE', `${NODES}/${FIFTH}`),
        answer: removed(FIFTH),
        stores: only(...FIVE.slice(0, 4)),
      },
      twice,
      {
        section: '9',
        name: '5 voters, 2 dead: the second removal after the first',
        request: atFirst('DELETE', `${NODES}/${FOURTH}`),
        answer: removed(FOURTH),
        stores: only(...FIVE.slice(0, 3)),
      },
      {
        section: '3',
        name: 'dead nodes count in total_cores until they are removed',
        given: (cluster) => cluster.crash('arc-writer-2'),
        request: atFirst('DELETE', `${NODES}/arc-writer-2`),
        answer: removed('arc-writer-2'),
        stores: () => ({ observers: FIVE.slice(0, 2), table: 2 }),
        looksBefore: true,
        also: (_, { before }) => {
          const cores = new Set([...before.values()].map((stores) => stores.cores));
          const own = (before.get(FIRST)?.cores ?? 0) / 3;
          if (cores.size !== 1 || !Number.isInteger(own)) throw new Error(`total_cores was ${[...cores].join(', ')}`);
        },
      },
    ],
  },
  {
    name: 'five voters, two of them dead, removed in parallel',
    cluster: { ids: FIVE },
    rows: [
      {
        section: '9',
        name: '5 voters, 2 dead: two removals in parallel',
        given: crashTwo,
        request: atFirst('DELETE', `${NODES}/${FIFTH}`),
        answer: removed(FIFTH),
        alongside: () => [[{ to: FIRST, method: 'DELETE', path: `${NODES}/${FOURTH}` }, removed(FOURTH)]],
        stores: only(...FIVE.slice(0, 3)),
      },
    ],
  },
];

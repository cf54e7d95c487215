import { type ArcdCluster, hostOf } from '../../arcd/cluster.ts';
import { clustered } from '../../bodies/cluster.ts';
import { notReady } from '../../bodies/node.ts';
import { removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { nobodyIsElected, secondsMore } from './wait.ts';

const FIVE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2', 'arc-writer-3', 'arc-writer-4'] as const;
const [OLD, SECOND, THIRD, FOURTH, FIFTH] = FIVE;
const THREE = FIVE.slice(0, 3);
const READERS = ['arc-reader-0', 'arc-reader-1'] as const;
const REST = [SECOND, THIRD, FOURTH, FIFTH];

const oneByOne: Scene = {
  name: 'five voters that leave one by one',
  cluster: { ids: FIVE },
  rows: [
    {
      section: '4',
      name: 'a follower leaves: gone from all three stores',
      given: (cluster) => cluster.node(FIFTH).terminate(),
      request: atNode(OLD)('GET', CLUSTER),
      answer: clustered,
      stores: () => {
        const left = FIVE.slice(0, 4);
        return { observers: left, configuration: left, table: 4, registry: left };
      },
    },
    {
      section: '4',
      name: 'rolling restart: a node that left joins again',
      given: (cluster) => cluster.node(FIFTH).start(),
      request: atNode(OLD)('GET', CLUSTER),
      answer: clustered,
      stores: () => ({ observers: FIVE, configuration: FIVE, table: 5, registry: FIVE }),
    },
    {
      section: '4',
      name: 'the leader leaves: configuration and table keep it, every registry drops it',
      given: async (cluster) => {
        await cluster.settle(FIVE);
        await cluster.lead(OLD);
        await cluster.node(OLD).terminate();
      },
      request: atNode(SECOND)('GET', CLUSTER),
      answer: clustered,
      stores: () => ({ observers: REST, configuration: FIVE, table: 5, registry: REST }),
    },
    {
      section: '4',
      name: 'the ghost of a leader that left can be removed',
      request: async (cluster) => ({ to: await cluster.leader(REST), method: 'DELETE', path: `${NODES}/${OLD}` }),
      answer: removed(OLD),
      stores: () => ({ observers: REST, configuration: REST, table: 4, registry: REST }),
    },
    {
      section: '4',
      name: 'the leaver does not reach the leader: it stays a voter, the peers that it reached drop it',
      given: leaveUnheard,
      request: async (cluster) => ({ to: await cluster.leader(REST), method: 'GET', path: CLUSTER }),
      answer: clustered,
      also: async (cluster, { question: { to: leader } }) => {
        const left = [SECOND, THIRD, FOURTH];
        const reached = left.filter((id) => id !== leader);
        await cluster.agree({ observers: [leader], configuration: REST, table: 4, registry: REST });
        await cluster.agree({ observers: reached, configuration: REST, table: 4, registry: left });
      },
    },
    {
      section: '1.3',
      name: 'GET /ready: 503 with a reason once it is told to stop, while everything else goes on',
      given: async (cluster) => {
        await cluster.crash(FOURTH);
        await cluster.node(FOURTH).start(['--leave-delay=10s']);
        cluster.node(FOURTH).signal('SIGTERM');
        await cluster.until('a node that is not ready', async () => {
          const { status } = await cluster.ask({ to: FOURTH, method: 'GET', path: '/ready' });
          return status === 503;
        });
      },
      request: atNode(FOURTH)('GET', '/ready'),
      answer: { status: 503, body: notReady },
      also: (cluster) => cluster.view(FOURTH),
    },
  ],
};

/** A leave is fire and forget: nobody asks whether the survivors are a majority. */
const withOneDead: Scene = {
  name: 'three voters, one dead, a live follower leaves',
  cluster: { ids: THREE },
  rows: [
    {
      section: '4',
      name: 'too few survivors: the removal of the leaver never commits, and there is no leader any more',
      given: async (cluster) => {
        await cluster.crash(THIRD);
        await cluster.node(SECOND).terminate();
      },
      request: atNode(OLD)('GET', CLUSTER),
      answer: clustered,
      stores: () => ({ observers: [OLD], configuration: [OLD, THIRD], table: 3, registry: [OLD, THIRD] }),
      also: (cluster) => nobodyIsElected(cluster, [OLD]),
    },
  ],
};

const stranded: Scene = {
  name: 'one writer, which is the only seed, and two readers',
  generation: 'A',
  cluster: { ids: [OLD, 'arc-reader-0', 'arc-reader-1'], flags: [`--seeds=${hostOf(OLD)}:9100`], timeScale: 0.4 },
  rows: [
    {
      section: '5',
      name: 'writer.replicas=1: a writer that leaves while a reader leads does not find back',
      given: async (cluster) => {
        if ((await cluster.leader()) === OLD) await cluster.node(OLD).control('POST', '/step-down', {});
        await cluster.leader(READERS);
        await cluster.node(OLD).terminate();
        await cluster.agree({ observers: READERS, configuration: READERS, table: 2, registry: READERS });
        await cluster.node(OLD).start();
        // A node that finds its cluster is back after 2 s at this scale.
        await secondsMore(cluster, OLD, 5);
      },
      request: atNode(OLD)('GET', CLUSTER),
      answer: clustered,
      also: (cluster) => cluster.agree({ observers: READERS, configuration: READERS, table: 2, registry: READERS }),
    },
  ],
};

/** §4: what SIGTERM does. */
export const leaves: readonly Scene[] = [oneByOne, withOneDead, stranded];

/** The fifth node leaves, cut off from the leader alone. */
async function leaveUnheard(cluster: ArcdCluster): Promise<void> {
  await cluster.settle(REST);
  if ((await cluster.leader(REST)) === FIFTH) await cluster.node(FIFTH).control('POST', '/step-down', {});
  await cluster.partition(FIFTH, [await cluster.leader([SECOND, THIRD, FOURTH])]);
  await cluster.node(FIFTH).terminate();
}

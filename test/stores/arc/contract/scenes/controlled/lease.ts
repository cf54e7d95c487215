import { z } from 'zod';
import type { ArcdCluster } from '../../arcd/cluster.ts';
import { clustered } from '../../bodies/cluster.ts';
import { lostInTheMiddle, notTheLeader, removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Row, Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { nobodyIsElected } from './wait.ts';

const FIVE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2', 'arc-writer-3', 'arc-writer-4'] as const;
const [LEADER, OTHER, DELETED] = FIVE;
const THREE = FIVE.slice(0, 3);
/** The leader lease, 500 ms in Arc, leaves a busy machine time to act inside it. */
const SLOW = { timeScale: 2 };

const atLeader = atNode(LEADER);
/** The leader shows its log entry, though it never committed. */
const showsItsOwn: Row<ArcdCluster> = {
  section: '1.2',
  name: 'a deposed leader shows a removal that never committed',
  given: lostOffice,
  request: atLeader('GET', CLUSTER),
  answer: clustered,
  stores: () => ({ observers: [LEADER], configuration: [LEADER, OTHER], table: 3, registry: THREE }),
};

const twoDieInsideTheLease = (section: '1.4' | '9', name: string): Row<ArcdCluster> => ({
  section,
  name,
  given: (cluster) => cluster.crash(OTHER, DELETED),
  request: atLeader('DELETE', `${NODES}/${DELETED}`),
  answer: lostInTheMiddle,
});

export const leases: readonly Scene[] = [
  {
    name: 'two voters, the other one dies, DELETE inside the lease',
    cluster: { ids: [LEADER, OTHER], ...SLOW },
    rows: [
      {
        section: '9',
        name: '2 voters, the other died just now: 200, a one-voter cluster',
        given: (cluster) => cluster.crash(OTHER),
        request: atLeader('DELETE', `${NODES}/${OTHER}`),
        answer: removed(OTHER),
        stores: () => ({ observers: [LEADER], configuration: [LEADER], table: 1, registry: [LEADER] }),
      },
    ],
  },
  {
    name: 'two voters, the other one dies, DELETE after the lease',
    cluster: { ids: [LEADER, OTHER] },
    rows: [
      {
        section: '9',
        name: '2 voters, the other died before: "not the leader" for ever',
        given: async (cluster) => {
          await cluster.crash(OTHER);
          await lostOffice(cluster);
        },
        request: atLeader('DELETE', `${NODES}/${OTHER}`),
        answer: notTheLeader,
        stores: 'unchanged',
      },
      {
        section: '1.4',
        name: 'a candidate: 500 "not the leader"',
        given: (cluster) =>
          cluster.until('a candidate', async () => (await cluster.view(LEADER)).state === 'Candidate'),
        request: atLeader('DELETE', `${NODES}/${OTHER}`),
        answer: notTheLeader,
        stores: 'unchanged',
      },
    ],
  },
  {
    name: 'three voters, two die, DELETE inside the lease, the one that was not deleted returns',
    cluster: { ids: THREE, ...SLOW },
    rows: [
      twoDieInsideTheLease('1.4', 'quorum just lost: 500 when the lease ends'),
      showsItsOwn,
      {
        section: '1.4',
        name: 'quorum lost: from the end of the lease on, "not the leader" at once',
        request: atLeader('DELETE', `${NODES}/${DELETED}`),
        answer: notTheLeader,
        stores: 'unchanged',
      },
      {
        section: '9',
        name: '3 voters, 2 die, DELETE: it commits when the one that was not deleted returns',
        given: (cluster) => cluster.node(OTHER).start(),
        request: atLeader('GET', CLUSTER),
        answer: clustered,
        stores: () => ({ observers: [LEADER, OTHER], configuration: [LEADER, OTHER], table: 3, registry: THREE }),
        also: (cluster) => cluster.leader([LEADER, OTHER]),
      },
    ],
  },
  {
    name: 'three voters, two die, DELETE inside the lease, the deleted one returns',
    cluster: { ids: THREE, ...SLOW },
    rows: [
      twoDieInsideTheLease('9', '3 voters, 2 die, one is DELETEd inside the lease: 500'),
      {
        section: '9',
        name: '3 voters, 2 die, DELETE: no leader when only the deleted one returns',
        given: (cluster) => cluster.node(DELETED).start(),
        request: atLeader('GET', CLUSTER),
        answer: clustered,
        also: (cluster) => nobodyIsElected(cluster, [LEADER, DELETED]),
      },
      {
        section: '9',
        name: '3 voters, 2 die, DELETE: when both return there is a leader, and one of the two configurations',
        given: (cluster) => cluster.node(OTHER).start(),
        request: async (cluster) => ({ to: await cluster.leader(), method: 'GET', path: CLUSTER }),
        answer: clustered,
        also: (cluster) =>
          cluster.until('one configuration for all', async () => {
            const leader = await cluster.leader();
            const ids = (await cluster.stores(leader)).configuration.join();
            return ids === THREE.join() || ids === [LEADER, OTHER].join();
          }),
      },
    ],
  },
  {
    name: 'three voters, two die, no DELETE, one returns',
    cluster: { ids: THREE },
    rows: [
      {
        section: '9',
        name: '3 voters, 2 die, no DELETE: the one that returns restores the quorum',
        given: async (cluster) => {
          await cluster.crash(OTHER, DELETED);
          await lostOffice(cluster);
          await cluster.node(DELETED).start();
        },
        request: async (cluster) => ({ to: await cluster.leader(), method: 'GET', path: CLUSTER }),
        answer: clustered,
        stores: () => ({ observers: [LEADER, DELETED], configuration: THREE, table: 3, registry: THREE }),
      },
    ],
  },
  {
    name: 'five voters, three die, DELETE inside the lease',
    cluster: { ids: FIVE, ...SLOW },
    rows: [
      {
        section: '9',
        name: '5 voters, 3 die, one of them is DELETEd inside the lease: 500',
        given: (cluster) => cluster.crash(DELETED, FIVE[3], FIVE[4]),
        request: atLeader('DELETE', `${NODES}/${FIVE[4]}`),
        answer: lostInTheMiddle,
      },
      {
        section: '1.2',
        name: 'an uncommitted configuration shows on a live follower, too',
        request: atNode(OTHER)('GET', CLUSTER),
        answer: clustered,
        stores: () => ({ observers: [OTHER], configuration: FIVE.slice(0, 4), table: 5, registry: FIVE }),
      },
      {
        section: '9',
        name: '5 voters, 3 die, DELETE: it commits when another one returns, and the registry still lists the id',
        given: (cluster) => cluster.node(DELETED).start(),
        request: async (cluster) => ({ to: await cluster.leader(), method: 'GET', path: CLUSTER }),
        answer: clustered,
        stores: () => ({ observers: THREE, configuration: FIVE.slice(0, 4), table: 5, registry: FIVE }),
      },
    ],
  },
  {
    name: 'the wedge: three voters, one dead, DELETE of the live follower',
    cluster: { ids: THREE, ...SLOW },
    rows: [
      {
        section: '9',
        name: '3 voters, 1 dead, DELETE of the LIVE follower: 500',
        given: async (cluster) => {
          // Without a seed: in generation A it would join again as soon as there is a leader.
          await cluster.crash(OTHER);
          await cluster.node(OTHER).start(['--seeds=']);
          await cluster.settle(THREE);
          await cluster.lead(LEADER);
          await cluster.crash(DELETED);
        },
        request: atLeader('DELETE', `${NODES}/${OTHER}`),
        answer: lostInTheMiddle,
      },
      {
        section: '9',
        name: 'the wedge: no leader while the dead one stays away',
        request: atLeader('GET', CLUSTER),
        answer: clustered,
        also: (cluster) => nobodyIsElected(cluster, [LEADER, OTHER]),
      },
      {
        section: '9',
        name: 'the wedge: when the dead one returns, the removal of the live follower commits',
        given: (cluster) => cluster.node(DELETED).start(),
        request: async (cluster) => ({ to: await cluster.leader([LEADER, DELETED]), method: 'GET', path: CLUSTER }),
        answer: clustered,
        stores: () => ({ observers: [LEADER, DELETED], configuration: [LEADER, DELETED] }),
      },
      {
        section: '9',
        name: 'the wedge: the live follower stays behind, ready, without a leader',
        request: atNode(OTHER)('GET', CLUSTER),
        answer: {
          status: 200,
          body: z.looseObject({ raft: z.looseObject({ state: z.literal('Follower'), leader_id: z.literal('') }) }),
        },
        also: async (cluster) => {
          const { status } = await cluster.ask({ to: OTHER, method: 'GET', path: '/ready' });
          if (status !== 200) throw new Error(`/ready answers ${status}`);
        },
      },
    ],
  },
];

async function lostOffice(cluster: ArcdCluster): Promise<void> {
  await cluster.until('the leader to step down', async () => !(await cluster.view(LEADER)).isLeader);
}

import { z } from 'zod';
import type { ArcdCluster } from '../../arcd/cluster.ts';
import { clustered } from '../../bodies/cluster.ts';
import { notTheLeader, removed, self } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';
import { parseView } from '../../view.ts';
import { equal } from '../equal.ts';
import { secondsMore } from './wait.ts';

const THREE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2'] as const;
const [FIRST, SECOND, GONE] = THREE;
const LEFT = [FIRST, SECOND];
const NO_SEEDS = '--seeds=';

const quiet = {
  is_leader: z.literal(false),
  state: z.literal('Follower'),
  leader_id: z.literal(''),
  stats: z.looseObject({ num_peers: z.literal('0') }),
};

/**
 * §5. A leader goes on trying to send a dead member its removal, for as long again as the member has been dead. Rows
 * that need a member that never heard of it therefore remove a live one, or start the leader again.
 */
export const comebacks: readonly Scene[] = [
  {
    name: 'three voters, a live one is removed, and knows no seed',
    cluster: { ids: THREE },
    rows: [
      {
        section: '1.4',
        name: 'removed: a live voter goes like a dead one',
        given: async (cluster) => {
          await restart(cluster, [GONE], [NO_SEEDS]);
          await cluster.settle(THREE);
        },
        request: atNode(FIRST)('DELETE', `${NODES}/${GONE}`),
        answer: removed(GONE),
        stores: () => ({ observers: LEFT, configuration: LEFT, table: 2, registry: LEFT }),
      },
      {
        section: '5',
        name: 'a removed node that the removal reached: a quiet follower that names no leader',
        given: (cluster) => cluster.until('no leader', async () => (await cluster.view(GONE)).leader === ''),
        request: atNode(GONE)('GET', CLUSTER),
        answer: { status: 200, body: z.looseObject({ raft: z.looseObject(quiet) }) },
        also: (_, { answer }) => {
          if (parseView(answer.body).members.some(({ id }) => id === GONE)) throw new Error('it lists itself');
        },
      },
      {
        section: '5',
        name: 'a removed node that runs still refuses a removal as a follower does',
        request: atNode(GONE)('DELETE', `${NODES}/${FIRST}`),
        answer: notTheLeader,
      },
    ],
  },
  {
    name: 'three voters, a live one is removed',
    cluster: { ids: THREE },
    rows: [
      {
        section: '5',
        name: 'a live node that was removed joins again by itself',
        generation: 'A',
        request: atNode(FIRST)('DELETE', `${NODES}/${GONE}`),
        answer: removed(GONE),
        // The leader has removed it before it answers: when it lists it, it has joined.
        stores: () => ({ observers: THREE, configuration: THREE, table: 3, registry: THREE }),
      },
      {
        section: '5',
        name: 'a live node that was removed stays out',
        generation: 'B',
        request: atNode(FIRST)('DELETE', `${NODES}/${GONE}`),
        answer: removed(GONE),
        also: async (cluster) => {
          // Generation A would be back after 5 s.
          await secondsMore(cluster, GONE, 7);
          await cluster.agree({ observers: LEFT, configuration: LEFT, table: 2, registry: LEFT });
        },
      },
      {
        section: '5',
        name: 'a live node that was removed joins again when its process restarts',
        generation: 'B',
        given: (cluster) => restart(cluster, [GONE]),
        request: atNode(FIRST)('GET', CLUSTER),
        answer: clustered,
        stores: () => ({ observers: THREE, configuration: THREE, table: 3, registry: THREE }),
      },
    ],
  },
  {
    name: 'three voters, one removed while it was dead',
    cluster: { ids: THREE },
    rows: [
      {
        section: '5',
        name: 'with its old volume: a candidate whose term climbs, and the leader is undisturbed',
        given: async (cluster) => {
          await cluster.crash(GONE);
          equal('DELETE', (await cluster.ask({ to: FIRST, method: 'DELETE', path: `${NODES}/${GONE}` })).status, 200);
          await cluster.agree({ observers: LEFT, configuration: LEFT });
          await restart(cluster, LEFT);
          await cluster.settle(LEFT);
          await cluster.node(GONE).start([NO_SEEDS]);
          await cluster.until('a climbing term', async () => {
            const [away, leader] = [await cluster.view(GONE), await cluster.view(FIRST)];
            return away.state === 'Candidate' && away.term >= leader.term + 2;
          });
        },
        request: atNode(GONE)('GET', CLUSTER),
        answer: clustered,
        also: async (cluster, { answer }) => {
          const { members } = parseView(answer.body);
          equal('its own configuration', members.length, THREE.length);
          const views = await cluster.views(LEFT);
          equal('one leader', new Set(views.map(({ leader }) => leader)).size, 1);
          equal('one term', new Set(views.map(({ term }) => term)).size, 1);
        },
      },
      {
        section: '1.4',
        name: 'a removed node that campaigns: 500 "not the leader"',
        request: atNode(GONE)('DELETE', `${NODES}/${FIRST}`),
        answer: notTheLeader,
      },
      {
        section: '1.4',
        name: 'a removed node that campaigns refuses its own id',
        request: atNode(GONE)('DELETE', `${NODES}/${GONE}`),
        answer: self,
      },
      {
        section: '9',
        name: 'a member joins again: its higher term deposes the leader, then there is one leader for all',
        request: atNode(GONE)('GET', CLUSTER),
        answer: clustered,
        also: async (cluster, { answer }) => {
          await restart(cluster, [GONE]);
          await cluster.settle(THREE);
          const [before, now] = [parseView(answer.body).term, (await cluster.view(FIRST)).term];
          if (now <= before) throw new Error(`term ${now} after a candidate's ${before}`);
        },
      },
    ],
  },
  {
    name: 'three voters, the node that bootstraps loses its disk',
    cluster: { ids: THREE },
    rows: [
      {
        section: '5',
        name: 'writer-0 with an empty disk that is still listed: the cluster takes it back',
        given: async (cluster) => {
          await cluster.crash(FIRST);
          cluster.node(FIRST).forget();
          await cluster.leader([SECOND, GONE]);
          await cluster.node(FIRST).start([NO_SEEDS]);
        },
        request: atNode(FIRST)('GET', CLUSTER),
        answer: clustered,
        also: (cluster) => cluster.settle(THREE),
      },
      {
        section: '5',
        name: 'writer-0 with an empty disk that is not listed: a second cluster',
        given: async (cluster) => {
          const to = await cluster.leader([SECOND, GONE]);
          equal('DELETE', (await cluster.ask({ to, method: 'DELETE', path: `${NODES}/${FIRST}` })).status, 200);
          await cluster.agree({ observers: [FIRST, SECOND, GONE], configuration: [SECOND, GONE] });
          await cluster.crash(FIRST);
          cluster.node(FIRST).forget();
          await cluster.node(FIRST).start();
          await cluster.leader([FIRST]);
        },
        request: atNode(FIRST)('GET', CLUSTER),
        answer: clustered,
        also: async (cluster) => {
          await cluster.agree({ observers: [FIRST], configuration: [FIRST], registry: [FIRST] });
          await cluster.agree({ observers: [SECOND, GONE], configuration: [SECOND, GONE], registry: [SECOND, GONE] });
          await cluster.leader([SECOND, GONE]);
        },
      },
    ],
  },
];

async function restart(cluster: ArcdCluster, ids: readonly string[], flags: readonly string[] = []): Promise<void> {
  await cluster.crash(...ids);
  await Promise.all(ids.map((id) => cluster.node(id).start(flags)));
}

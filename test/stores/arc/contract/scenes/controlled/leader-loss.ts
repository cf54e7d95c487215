import type { ArcdCluster } from '../../arcd/cluster.ts';
import { clustered } from '../../bodies/cluster.ts';
import { removed } from '../../bodies/refusals.ts';
import { atNode } from '../../question.ts';
import type { Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';

const THREE = ['arc-writer-0', 'arc-writer-1', 'arc-writer-2'] as const;
const [OLD, SECOND, THIRD] = THREE;
const SURVIVORS = [SECOND, THIRD];

export const leaderLoss: readonly Scene[] = [
  {
    name: 'three voters, whose leader dies',
    // Long enough to look at a follower before its heartbeat timeout.
    cluster: { ids: THREE, timeScale: 2 },
    rows: [
      {
        section: '1.2',
        name: 'leader_id survives the leader until the heartbeat timeout; then nobody, or the next',
        given: (cluster) => cluster.crash(OLD),
        request: atNode(SECOND)('GET', CLUSTER),
        answer: clustered,
        also: async (cluster, { answer }) => {
          const named = (answer.body as { raft: { leader_id: string } }).raft.leader_id;
          if (named !== OLD) throw new Error(`it names ${JSON.stringify(named)} at once`);
          const next = await cluster.until('a follower that names another leader', async () => {
            const { leader } = await cluster.view(SECOND);
            return leader !== OLD && leader !== '' && leader;
          });
          if (!SURVIVORS.some((id) => id === next)) throw new Error(`it names ${next}`);
        },
      },
      {
        section: '9',
        name: 'leader dies: a new one is elected, the ghost stays a voter',
        given: (cluster) => cluster.leader(SURVIVORS),
        request: atNode(SECOND)('GET', CLUSTER),
        answer: clustered,
        stores: () => ({ observers: SURVIVORS, configuration: THREE, table: 3, registry: THREE }),
      },
      {
        section: '9',
        name: 'leader dies: DELETE of the ghost works',
        request: async (cluster) => ({
          to: await cluster.leader(SURVIVORS),
          method: 'DELETE',
          path: `${NODES}/${OLD}`,
        }),
        answer: removed(OLD),
        stores: () => ({ observers: SURVIVORS, configuration: SURVIVORS, table: 2, registry: SURVIVORS }),
      },
    ],
  },
  {
    name: 'three voters, whose leader was frozen',
    cluster: { ids: THREE },
    rows: [
      {
        section: '1.2',
        name: 'an old leader that wakes claims to lead, if at all, with its old term; then it follows',
        given: freezeUntilReplaced,
        request: atNode(OLD)('GET', CLUSTER),
        answer: clustered,
        also: async (cluster) => {
          const leader = await cluster.leader(SURVIVORS);
          const end = await cluster.until('the old leader to follow', async () => {
            const [old, now] = await Promise.all([cluster.view(OLD), cluster.view(leader)]);
            if (old.isLeader && old.term >= now.term) return 'it leads in a new term';
            return old.leader === leader && old.term === now.term && 'it follows';
          });
          if (end !== 'it follows') throw new Error(end);
        },
      },
    ],
  },
];

async function freezeUntilReplaced(cluster: ArcdCluster): Promise<void> {
  cluster.node(OLD).signal('SIGSTOP');
  await cluster.leader(SURVIVORS);
  cluster.node(OLD).signal('SIGCONT');
}

import { identityOf } from '../arc/identity.ts';
import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';

/** The ids are not the names of the pods, and the node in `other-0` is called like the pod of another node. */
const options = {
  sets: [
    { name: 'arc', replicas: 3 },
    { name: 'other', replicas: 1 },
  ],
  spec: { members: [{ statefulSet: 'arc', memberId: 'node-{ordinal}' }] },
  arc: {
    identityOf: (pod: Parameters<typeof identityOf>[0]) => ({
      ...identityOf(pod),
      id: pod.statefulSet === 'arc' ? `node-${pod.ordinal}` : 'arc-0',
      bootstraps: pod.name === 'arc-0',
    }),
  },
};

export const podOfTheLeader = scenario(
  '26b',
  'decommission an id that is the name of the leader’s pod',
  options,
  async (stage) => {
    await stage.world.formed();
    await stage.store.leadBy('node-0');
    stage.world.apply();
    stage.startOperator();
    await stage.settled({ voters: ['arc-0', 'node-0', 'node-1', 'node-2'], live: 3 });
    stage.store.ungraceful();
    stage.scale(0, 'other');
    stage.users.decommission(cluster, ['arc-0']);
    // That pod answers as node-0, so it does not stand for the member; but it is the one that would be asked.
    await stage.verdict('arc-0', 'Blocked', 'TargetIsLeader', /^arc-0 is the leader, or names the pod/);
    await stage.polls(6);
    stage.expectDeletes([]);
    stage.expectRemovals();
  },
);

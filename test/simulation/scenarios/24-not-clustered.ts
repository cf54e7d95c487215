import { identityOf } from '../arc/identity.ts';
import { cluster, namespace } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = {
  arc: {
    identityOf: (pod: Parameters<typeof identityOf>[0]) => ({
      ...identityOf(pod),
      bootstraps: pod.name === 'arc-0',
      isClustered: pod.statefulSet !== 'alone',
    }),
  },
};

export const notClusteredPod = scenario('24', 'pods that say that they are not clustered', options, async (stage) => {
  await stage.healthy();
  stage.users.createSet({ namespace, name: 'alone', replicas: 1 });
  const members = ['arc', 'alone'].map((statefulSet) => ({ statefulSet, memberId: '{pod}' }));
  stage.users.editCluster(cluster, (spec) => ({ ...spec, members }));
  await stage.shows('alone-0 as an absentee', ({ absentees = [] }) =>
    absentees.some(({ pod, why }) => pod === 'alone-0' && why === 'NotClustered'),
  );
  // Why it is no member is for the store's operator to find out; nothing is wrong with the members.
  await stage.settled({ voters: ids(5) });
  stage.scale(0, 'alone');

  stage.store.faults({ clustered: false }, 'arc-1');
  await stage.shows('arc-1 as not live', ({ liveVoters }) => liveVoters === 4 && stage.member('arc-1')?.live === false);
  stage.store.ungraceful();
  stage.scale(3);
  // Two of five are live voters; a third answers, and is none.
  const message = /2 of 5 voters .*\(quorum 3\).*arc-1: /;
  await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'NotClustered', message });
  await stage.verdict('arc-4', 'Blocked', 'NotClustered', /arc-1: /);
  await stage.polls(6);
  stage.expectDeletes([]);
  stage.expect(stage.status.liveVoters === undefined, 'how many voters are live is not known');

  stage.store.faults({}, 'arc-1');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const fullDisk = scenario(
  '45',
  'the log of one follower does not move, its heartbeats go on',
  {},
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ log: 'stuck' }, 'arc-1');
    stage.store.ungraceful();
    stage.scale(4);
    await stage.shows('the end of the removal', ({ voters, removal }) => voters === 4 && removal === undefined);
    stage.expectDeletes([{ member: 'arc-4', node: 'arc-0', status: 200 }]);
    stage.expectRemovals('arc-4 Removed');
    // Its pod is Ready and its heartbeats go on: only its log tells.
    await stage.condition('QuorumHealthy', { reason: 'Healthy', message: /Not live: arc-1 / });
    await stage.shows('no room for another', ({ statefulSets }) => statefulSets?.[0]?.minSafeReplicas === 4);
    const { liveVoters, faultTolerance } = stage.status;
    stage.expect(liveVoters === 3 && faultTolerance === 0, `${liveVoters} live voters`);

    stage.store.faults({}, 'arc-1');
    await stage.settled({ voters: ids(4) });
    stage.expectDeletes(['arc-4']);
  },
);

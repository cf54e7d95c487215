import { ARC_PORTS, hostOf } from '../../testbed/arc-cluster.ts';
import { scenario } from '../harness/scenario.ts';

export const backButNeverStarts = scenario(
  '42: scaled up again with the removal in flight, and the pod never starts',
  async (scene) => {
    const arc = await scene.store(4, { podManagement: 'orderedReady' });
    const seed = `--seeds=${hostOf(scene.namespace, 'arc', 0)}:${ARC_PORTS.coordinator}`;
    const more = await scene.store(3, { name: 'more', seedSet: 'arc', flags: [seed] });
    await scene.operator();
    const members = [{ statefulSet: 'arc' }, { statefulSet: 'more' }];
    const raft = await scene.raftCluster({ members, admin: { removeTimeout: '15s' } });
    const all = ['arc-0', 'arc-1', 'arc-2', 'arc-3', 'more-0', 'more-1', 'more-2'];
    await raft.settledAs({ voters: all, tolerance: 3 }, arc, more);
    scene.timeOnlyFollowers();
    await arc.leadBy('arc-0');
    await raft.settledAs({ voters: all, tolerance: 3 }, arc, more);
    await arc.setFaults({ delete: 'hang', member: 'arc-3', count: 1 });

    arc.ungraceful();
    await arc.scaleTo(2);
    await more.scaleTo(2);
    await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-3');
    // Its predecessor does not start, so the controller does not even create the pod.
    scene.suite.bed.agent.hold(arc.pod('arc-2'));
    await arc.scaleTo(4);
    await raft.verdictIs('arc-3', 'Removing', 'RemovingVoter');
    await raft.shows('the end of the removal', ({ removals }) => removals?.length === 1);
    await raft.becomes('the end of the other removal', ({ removals }) => removals?.length === 2);
    raft.expectRemovals(['arc-3 NotRemoved', 'more-2 Removed']);
    await raft.verdictIs('arc-3', 'Keep', 'InRange');
    await scene.show('the other candidate is gone, the pod still does not start');
    scene.expectDeletes([
      { member: 'arc-3', fault: 'hang' },
      { member: 'more-2', status: 200 },
    ]);

    scene.suite.bed.agent.release(arc.pod('arc-2'));
    await raft.settledAs({ voters: all.slice(0, -1), tolerance: 2 }, arc, more);
    scene.expectDeletes([
      { member: 'arc-3', fault: 'hang', status: undefined },
      { member: 'more-2', status: 200 },
    ]);
  },
);

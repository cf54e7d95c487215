import { ARC_PORTS, hostOf } from '../../testbed/arc-cluster.ts';
import { scenario } from '../harness/scenario.ts';

export const twoSets = scenario('12: two sets, names with a common prefix, ordinals above 10', async (scene) => {
  const arc = await scene.store(3, { start: 9 });
  const seed = `--seeds=${hostOf(scene.namespace, 'arc', 9)}:${ARC_PORTS.coordinator}`;
  const arc1 = await scene.store(3, { name: 'arc-1', start: 9, seedSet: 'arc', flags: [seed] });
  await scene.operator();
  const raft = await scene.raftCluster({ members: [{ statefulSet: 'arc' }, { statefulSet: 'arc-1' }] });
  const all = ['arc-9', 'arc-10', 'arc-11', 'arc-1-9', 'arc-1-10', 'arc-1-11'];
  await raft.settledAs({ voters: all, tolerance: 2 }, arc, arc1);
  await arc.leadBy('arc-9');

  arc.ungraceful();
  await arc.scaleTo(2);
  await arc1.scaleTo(2);
  await raft.settledAs({ voters: ['arc-9', 'arc-10', 'arc-1-9', 'arc-1-10'], tolerance: 1 }, arc, arc1);
  scene.expectDeletes([{ member: 'arc-11' }, { member: 'arc-1-11' }]);

  await arc1.scaleTo(1);
  await raft.settledAs({ voters: ['arc-9', 'arc-10', 'arc-1-9'], tolerance: 1 }, arc, arc1);
  scene.expectDeletes([{ member: 'arc-11' }, { member: 'arc-1-11' }, { member: 'arc-1-10' }]);
  raft.expectRemovals(['arc-11 Removed', 'arc-1-11 Removed', 'arc-1-10 Removed']);
  await scene.show('three of six left');
});

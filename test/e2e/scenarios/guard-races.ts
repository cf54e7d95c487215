import { expect } from '@jest/globals';

import { waitUntil } from '../../testbed/wait-until.ts';
import { enforced, floorOf, guard, scaled } from '../guard/scaling.ts';
import { scenario } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import { ids } from '../harness/scene.ts';

/** A limit that docs/scale-down-guard.md tells of. */
export const operatorDown: Scenario = {
  ...scenario('guard: while the operator is down voters fail, and the old floor lets too many go', async (scene) => {
    const { store, raft, operator } = await scene.healthy(5, enforced);
    scene.timeNothing();
    await guard(scene);
    store.ungraceful();
    await operator.stop();
    const { agent } = scene.suite.bed;
    for (const pod of ['arc-1', 'arc-2']) await agent.killAndStayDown(store.pod(pod));

    expect(await scaled(scene, 3)).toBeUndefined();
    await waitUntil('two pods to go', { timeout: 30_000 }, () => store.running.length === 1);
    await scene.operator();
    await raft.conditionIs('QuorumHealthy', { status: 'False', reason: 'QuorumLost' });

    for (const pod of ['arc-1', 'arc-2']) agent.release(store.pod(pod));
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
    scene.expectDeletes([{ member: 'arc-4' }, { member: 'arc-3' }]);
  }),
  isSeenElsewhere: true,
};

/** Another one. The operator sleeps, so that it is certain to see neither before the other. */
export const sameMoment: Scenario = {
  ...scenario('guard: two sets are scaled in the same moment, each as far as it may alone', async (scene) => {
    const members = [{ statefulSet: 'arc' }, { statefulSet: 'arc-b' }];
    const arc = await scene.store(2);
    const other = await scene.store(2, { name: 'arc-b', seedSet: 'arc' });
    const operator = await scene.operator();
    const raft = await scene.raftCluster({ ...enforced, members });
    const all = [...ids(2), 'arc-b-0', 'arc-b-1'];
    await raft.settledAs({ voters: all }, arc, other);
    await arc.leadBy('arc-0');
    await raft.settledAs({ voters: all }, arc, other);
    scene.timeNothing();
    await guard(scene);
    arc.ungraceful();

    operator.freeze();
    const answers = await Promise.all([scaled(scene, 1), scaled(scene, 1, 'arc-b')]);
    expect(answers).toEqual([undefined, undefined]);
    operator.thaw();
    await raft.conditionIs('QuorumHealthy', { status: 'False', reason: 'QuorumLost' });
    expect(await Promise.all([scaled(scene, 2), scaled(scene, 2, 'arc-b')])).toEqual([undefined, undefined]);
    await raft.settledAs({ voters: all }, arc, other);

    // One after the other, the second is judged by what the first has done.
    expect(await scaled(scene, 1, 'arc-b')).toBeUndefined();
    await raft.becomes('the first', () => floorOf(raft, 'arc') === 2);
    await waitUntil('the second to be refused', { timeout: 10_000 }, async () => {
      const answer = await scene.suite.bed.kubectl(dryRun(scene.namespace));
      return answer.stderr.includes('no live voter can be spared now');
    });
    expect(await scaled(scene, 1)).toContain('the lowest safe value now is 2');
    await raft.settledAs({ voters: [...ids(2), 'arc-b-0'] }, arc, other);
    scene.expectDeletes([{ member: 'arc-b-1' }]);
  }),
  isSeenElsewhere: true,
};

function dryRun(namespace: string): readonly string[] {
  return ['-n', namespace, 'scale', 'statefulset/arc', '--replicas=1', '--dry-run=server'];
}

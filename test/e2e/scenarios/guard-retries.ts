import { expect } from '@jest/globals';

import { arcCluster } from '../../testbed/arc-cluster.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { enforced, expectQuorumSince, floorOf, guard, refusal, scaled } from '../guard/scaling.ts';
import { scenario } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import { ids } from '../harness/scene.ts';
import type { Scene } from '../harness/scene.ts';

const patience = { timeout: 90_000, interval: 500 };

/** Argo CD and Flux apply what they are told, again and again. */
export const appliedAgain: Scenario = {
  ...scenario('guard: what is applied again and again goes through when voters are back', async (scene) => {
    const { store, raft } = await scene.healthy(5, enforced);
    await guard(scene);
    expect(await scaled(scene, 1)).toContain('the lowest safe value now is 3');
    const { agent } = scene.suite.bed;
    for (const pod of ['arc-1', 'arc-2']) await agent.killAndStayDown(store.pod(pod));
    await raft.becomes('no margin', () => floorOf(raft) === 5);

    const refusals: string[] = [];
    await waitUntil('the first refusal', patience, async () => refusals.push((await applied(scene, 4)) ?? '') > 0);
    expect(refusals[0]).toContain('no live voter can be spared now; the lowest safe value now is 5');
    for (const pod of ['arc-1', 'arc-2']) agent.release(store.pod(pod));
    await waitUntil('it to go through', patience, async () => (await applied(scene, 4)) === undefined);

    await raft.settledAs({ voters: ids(4) }, store);
    scene.expectDeletes([]);
  }),
  isSeenElsewhere: true,
};

/** An autoscaler writes to the scale subresource, one pod at a time, and comes back when it is refused. */
export const flapping: Scenario = {
  ...scenario('guard: an autoscaler that flaps between 4 and 2 never gets ahead of the store', async (scene) => {
    const { store, raft } = await scene.healthy(4, enforced);
    scene.timeNothing();
    await guard(scene);
    const { length: before } = raft.history;
    store.ungraceful();
    const refusals: string[] = [];
    for (const size of [3, 2, 3, 2]) {
      await waitUntil(`${size} to be taken`, patience, async () => {
        const answer = await autoscaled(scene, size);
        if (answer !== undefined) refusals.push(answer);
        return answer === undefined;
      });
    }
    await raft.settledAs({ voters: ids(2) }, store);
    expect(refusals.length).toBeGreaterThan(0);
    expectQuorumSince(raft, before);
    // Back within the settling delay, arc-2 kept its vote until it went for good.
    scene.expectDeletes([{ member: 'arc-3' }, { member: 'arc-2' }]);
  }),
  isSeenElsewhere: true,
};

async function applied(scene: Scene, replicas: number): Promise<string | undefined> {
  const manifests = arcCluster({ namespace: scene.namespace, name: 'arc', replicas });
  const input = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
  const flux = ['apply', '--server-side', '--force-conflicts', '--field-manager=flux', '-f', '-'];
  return refusal(await scene.suite.bed.kubectl(flux, { input }));
}

async function autoscaled(scene: Scene, replicas: number): Promise<string | undefined> {
  const patch = ['--subresource=scale', '--type=merge', `--patch={"spec":{"replicas":${replicas}}}`];
  return refusal(await scene.suite.bed.kubectl(['-n', scene.namespace, 'patch', 'statefulset/arc', ...patch]));
}

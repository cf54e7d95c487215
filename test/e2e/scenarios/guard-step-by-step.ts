import { expect } from '@jest/globals';

import { enforced, expectQuorumSince, guard, scaled, sizes } from '../guard/scaling.ts';
import { follow } from '../guard/page.ts';
import { scenario } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import { ids } from '../harness/scene.ts';
import type { Scene } from '../harness/scene.ts';

export const nineToThree: Scenario = {
  ...scenario('guard: 9→3 by the documented loop, killed without leave', (scene) => stepByStep(scene, [9, 5, 3])),
  isSeenElsewhere: true,
};

export const sevenToTwo: Scenario = {
  ...scenario('guard: 7→2 by the documented loop, and never to 1', async (scene) => {
    await stepByStep(scene, [7, 4, 3, 2]);
    expect(await scaled(scene, 1)).toContain(
      'of two voters neither can ever be spared; the lowest safe value now is 2',
    );
  }),
  isSeenElsewhere: true,
};

async function stepByStep(scene: Scene, steps: readonly number[]): Promise<void> {
  const [from = 0, to = 0] = [steps[0], steps.at(-1)];
  const { store, raft } = await scene.healthy(from, { ...enforced, removal: { maxPerHour: 16 } });
  scene.timeNothing();
  await guard(scene);
  const { length: before } = raft.history;
  expect(await scaled(scene, to)).toContain(`step by step, each when the floor allows: ${steps.join(', ')};`);

  store.ungraceful();
  await follow(scene.suite.bed, 'Deep cuts, step by step', { namespace: scene.namespace, target: to });
  const voters = ['get', 'raft', 'arc', '-n', scene.namespace, '-o', 'jsonpath={.status.voters}'];
  expect(await scene.suite.kubectl(voters)).toBe(String(to));

  await raft.settledAs({ voters: ids(to) }, store);
  // In smaller steps than was told, where a voter was slow for a moment; never in larger ones.
  const seen = sizes(raft);
  expect([seen[0], seen.at(-1)]).toEqual([from, to]);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  for (const [index, size] of seen.slice(0, -1).entries()) {
    expect(seen[index + 1]).toBeGreaterThanOrEqual(Math.floor(size / 2) + 1);
  }
  expectQuorumSince(raft, before);
  const gone = ids(from).slice(to).toReversed();
  scene.expectDeletes(scene.deletions.map(({ member }) => ({ member, status: 200 })));
  expect(scene.deletions.map(({ member }) => member).toSorted()).toEqual(gone.toSorted());
}

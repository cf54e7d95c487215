import { expect } from '@jest/globals';

import { waitUntil } from '../../testbed/wait-until.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

/** Of the settling delay, and of the least time between two steps. Milliseconds. */
const delay = 10_000;
const ghosts = ['arc-6', 'arc-5', 'arc-4', 'arc-3'];

export const stepByStep = scenario('41: 7→6→5→4→3, a step every delay, killed without leave', async (scene) => {
  const { store, raft } = await scene.healthy(7);
  scene.timeOnlyFollowers();
  await store.leadBy('arc-0');
  await raft.settledAs({ voters: ids(7), tolerance: 3 }, store);
  const { length: before } = raft.history;

  store.ungraceful();
  const steps: number[] = [];
  for (const [index] of ghosts.entries()) {
    await waitUntil('the time of the next step', { timeout: 20_000 }, () => Date.now() >= (steps.at(-1) ?? 0) + delay);
    // Two ghosts at once leave a quorum, three do not: a slow machine must not get ahead of itself.
    const gone = ghosts[index - 2];
    if (gone !== undefined) await raft.becomes(`${gone} removed`, ({ removals = [] }) => removals.length === index - 1);
    steps.push(Date.now());
    await store.scaleTo(6 - index);
  }
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);

  scene.expectDeletes(ghosts.map((member) => ({ member, status: 200 })));
  raft.expectRemovals(ghosts.map((member) => `${member} Removed`));
  await scene.show('three of seven');
  // Its own delay: the steps after its own do not begin it anew.
  for (const [index, ghost] of ghosts.entries()) {
    const promised = raft.history.flatMap(({ object }) =>
      (object.status?.members ?? []).flatMap(({ id, removableAt }) => (id === ghost && removableAt) || []),
    );
    expect(promised.length).toBeGreaterThan(0);
    const next = steps[index + 1] ?? Infinity;
    expect(promised.filter((at) => Date.parse(at) >= next + delay)).toEqual([]);
  }
  const health = raft.history
    .slice(before)
    .flatMap(({ object }) => object.status?.conditions ?? [])
    .filter(({ type }) => type === 'QuorumHealthy');
  expect(health.filter(({ reason }) => reason === 'QuorumLost' || reason === 'NoLeader')).toEqual([]);
});

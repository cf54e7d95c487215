import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const hangs = scenario('17a: DELETE hangs and nothing is done', async (scene) => {
  const { store, raft } = await scene.healthy(4, { admin: { removeTimeout: '15s' } });
  await store.setFaults({ delete: 'hang', count: 1 });

  store.ungraceful();
  await store.scaleTo(3);
  await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-3');
  await raft.verdictIs('arc-3', 'Removing', 'RemovingVoter');
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-3', fault: 'hang', status: undefined },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-3 NotRemoved', 'arc-3 Removed']);
  expect(raft.status.removals?.[0]?.answer).toMatch(/unknown/);
  await scene.show('removed by the second');
});

export const hangsAfterSuccess = scenario('17b: DELETE removes and never answers', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.setFaults({ delete: 'hang-after-success', count: 1 });

  store.ungraceful();
  await store.scaleTo(3);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', fault: 'hang-after-success', status: undefined },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  // Proven from the configuration, long before the request is given up.
  const [first] = raft.status.removals ?? [];
  expect(Date.parse(first?.finishedAt ?? '') - Date.parse(first?.startedAt ?? '')).toBeLessThan(10_000);
  await scene.show('removed, and never answered');
});

export const resetAfterSuccess = scenario('17c: DELETE removes and the connection breaks', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  await store.setFaults({ delete: 'reset-after-success' });

  store.ungraceful();
  await store.scaleTo(3);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  const reset = { fault: 'reset-after-success', status: undefined };
  scene.expectDeletes([
    { member: 'arc-4', ...reset },
    { member: 'arc-3', ...reset },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  await scene.show('removed, and the answers lost');
});

import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const errorAfterSuccess = scenario('16: DELETE answers 500 and the voter is gone', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  await store.setFaults({ delete: 'error-after-success' });

  store.ungraceful();
  await store.scaleTo(3);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', status: 500 },
    { member: 'arc-3', status: 500 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  await scene.show('removed, whatever was answered');
  for (const { evidence } of raft.status.removals ?? [])
    expect(evidence).toMatch(/absent from the configuration that leader arc-\d committed/);
});

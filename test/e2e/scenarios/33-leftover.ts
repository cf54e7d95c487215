import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const leftover = scenario('33: the node table never lets go of a removed member', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.leadBy('arc-0');
  await store.setFaults({ delete: 'table-failure', member: 'arc-4' });

  store.ungraceful();
  await store.scaleTo(4);
  await raft.becomes('its removal', ({ removals }) => removals?.length === 1);
  await raft.shows('its clean-up', ({ removal }) => removal?.phase === 'CleaningUp' && removal.member === 'arc-4');
  await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
  await scene.pollsLater(2);
  const failed = { member: 'arc-4', fault: 'table-failure', status: 500 };
  scene.expectDeletes([failed, failed]);
  raft.expectRemovals(['arc-4 Removed']);
  expect(raft.status.leftovers).toMatchObject([{ id: 'arc-4' }]);
  await raft.expectEvents('Removed', 'CleaningUp');
  await scene.show('cleaned up once, whatever the store still shows');
});

import { expect } from '@jest/globals';

import { scenario } from '../harness/scenario.ts';

export const startRaised = scenario('13: ordinals.start raised, the lowest ordinal protected', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  await store.leadBy('arc-2');
  scene.timeNothing();

  store.ungraceful();
  await store.rangeTo(2, 3);
  const protection = /Ordinal 0 of arc is protected; use spec.decommission if it is gone for good/;
  await raft.verdictIs('arc-0', 'Blocked', 'Protected', protection);
  await raft.conditionIs('RemovalBlocked', { status: 'True', reason: 'Protected', message: /^arc-0: / });
  await raft.shows('the end of the only removal', ({ removals, removal }) => removals?.length === 1 && !removal);
  await scene.pollsLater(2);
  scene.expectDeletes([{ member: 'arc-1', status: 200 }]);
  expect(raft.status).toMatchObject({ voters: 4, liveVoters: 3, faultTolerance: 0 });
  await scene.show('the protected ordinal stays');

  await raft.apply({ decommission: ['arc-0'] });
  await raft.settledAs({ voters: ['arc-2', 'arc-3', 'arc-4'], tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-1', status: 200 },
    { member: 'arc-0', status: 200 },
  ]);
  raft.expectRemovals(['arc-1 Removed', 'arc-0 Removed']);
});

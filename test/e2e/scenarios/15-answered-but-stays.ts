import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const answeredButStays = scenario('15: DELETE answers 200 and the voter stays', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.leadBy('arc-0');
  await store.setFaults({ delete: 'lie', member: 'arc-4', count: 1 });

  store.ungraceful();
  await store.scaleTo(3);
  const lie = await scene.deletion('the DELETE that is a lie', ({ fault }) => fault === 'lie');
  const { removals = [] } = await raft.shows('the end of the first removal', (status) => status.removals?.length === 1);
  expect(removals).toMatchObject([{ member: 'arc-4', result: 'NotRemoved' }]);
  expect(Date.parse(removals[0]?.finishedAt ?? '') - lie.receivedAt).toBeGreaterThanOrEqual(14_900);

  // Its turn comes again after a backoff; the other's comes first.
  await raft.verdictIs('arc-4', 'Waiting', 'RemovalUnconfirmed');
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  raft.expectRemovals(['arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed']);
  scene.expectDeletes([{ member: 'arc-4', fault: 'lie', status: 200 }, { member: 'arc-3' }, { member: 'arc-4' }]);
  await scene.show('removed in the end');
  await raft.expectEvents('NotRemoved', 'RemovalUnconfirmed', 'Removed');
});

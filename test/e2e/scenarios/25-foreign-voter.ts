import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

const unmanaged =
  /^other-0 belongs to no StatefulSet of the spec: name its set in spec.members, or the id in spec.decommission/;

export const foreignVoter = scenario('25: a voter of a StatefulSet that the spec does not name', async (scene) => {
  const { store, raft } = await scene.healthy(4);
  await store.leadBy('arc-0');
  const other = await scene.store(1, { name: 'other', seedSet: 'arc' });
  await raft.settledAs({ voters: [...ids(4), 'other-0'] }, store, other);
  await raft.verdictIs('other-0', 'Unmanaged', 'Unmanaged', unmanaged);
  // Nobody asks it, so it counts as a voter and never as a live one.
  expect(raft.status).toMatchObject({ voters: 5, liveVoters: 4, faultTolerance: 1 });

  store.ungraceful();
  await other.scaleTo(0);
  await store.scaleTo(3);
  await raft.settledAs({ voters: [...ids(3), 'other-0'], tolerance: 0 }, store);
  await scene.pollsLater(2);
  await raft.verdictIs('other-0', 'Unmanaged', 'Unmanaged', unmanaged);
  await scene.show('a dead voter of another set');
  scene.expectDeletes([{ member: 'arc-3', status: 200 }]);
  raft.expectRemovals(['arc-3 Removed']);
});

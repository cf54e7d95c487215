import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const backInFlightUndone = scenario('8a: 5→3→5 while a DELETE hangs that does nothing', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.setFaults({ delete: 'hang', count: 1 });

  store.ungraceful();
  await store.scaleTo(3);
  await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
  await store.scaleTo(5);
  await raft.verdictIs('arc-4', 'Removing', 'RemovalUnconfirmed', /pod arc-4 is back: the removal may still take/);
  await raft.expectEvents('RemovalUnconfirmed');
  await raft.becomes('all five live', ({ liveVoters, removal }) => liveVoters === 5 && removal !== undefined);
  await scene.show('the pod is back, the removal not over');

  // Nothing is blocked: the record ends by proof, and both members are wanted again.
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await raft.verdictIs('arc-4', 'Keep', 'InRange', /wants this pod \(ordinals 0 to 4\)/);
  await scene.pollsLater(2);
  scene.expectDeletes([{ member: 'arc-4', fault: 'hang', status: undefined }]);
  raft.expectRemovals(['arc-4 NotRemoved']);
});

export const backInFlightRemoved = scenario('8b: 5→4→5 while a DELETE is not answered yet', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.setFaults({ delete: 'hang-after-success', count: 1 });

  store.ungraceful();
  await store.scaleTo(4);
  await scene.deletion('the DELETE without an answer', ({ member }) => member === 'arc-4');
  await store.scaleTo(5);
  // The member that was removed is taken in again by the store: nobody but the store adds members.
  await store.everyNodeLists(ids(5));
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await scene.pollsLater(2);
  scene.expectDeletes([{ member: 'arc-4', fault: 'hang-after-success', status: undefined }]);
  raft.expectRemovals(['arc-4 Removed']);
  await scene.show('a member again');
});

export const backInFlightTooEarly = scenario('8c: 5→3→5 while a DELETE waits before it removes', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.setFaults({ delete: 'slow-before', delayMs: 6_000, count: 1 });
  scene.timeNothing();

  store.ungraceful();
  await store.scaleTo(3);
  await scene.deletion('the DELETE that waits', ({ member }) => member === 'arc-4');
  await store.scaleTo(5);
  await raft.verdictIs('arc-4', 'Removing', 'RemovalUnconfirmed', /pod arc-4 is back: the removal may still take/);
  // It takes effect on a live voter, as the event warned; the store takes it in again.
  await raft.shows('the end of the removal', ({ removal, removals }) => !removal && removals?.length === 1);
  await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  await raft.expectEvents('RemovalUnconfirmed', 'Removed');
  await scene.pollsLater(2);
  scene.expectDeletes([{ member: 'arc-4', fault: 'slow-before', status: 200 }]);
  raft.expectRemovals(['arc-4 Removed']);
  await scene.show('a member again');
});

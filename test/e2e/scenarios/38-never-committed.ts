import { waitUntil } from '../../testbed/wait-until.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const neverCommitted = scenario(
  '38: the leader shows a removal, loses its leadership, and it was never committed',
  async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
    scene.timeOnlyFollowers();
    await store.leadBy('arc-0');
    const others = ['arc-1', 'arc-2', 'arc-3'];
    for (const name of others) await store.node(name).setFaults({ log: 'stuck' });

    store.ungraceful();
    await store.scaleTo(4);
    await scene.deletion('the DELETE', ({ member }) => member === 'arc-4');
    await waitUntil('the leader to show what it would like to commit', { timeout: 10_000 }, async () => {
      return !(await store.node('arc-0').voters()).includes('arc-4');
    });
    await store.node('arc-0').partitionFrom('*');
    for (const name of others) await store.node(name).setFaults({});
    await raft.becomes('another leader', ({ leader = '' }) => others.includes(leader));
    await raft.verdictIs('arc-4', 'Removing', 'RemovingVoter');
    raft.expectRemovals([]);
    await scene.show('the old leader alone shows it as removed');

    await raft.becomes('the end of the first removal', ({ removals }) => removals?.length === 1);
    raft.expectRemovals(['arc-4 NotRemoved']);
    await raft.becomes('the end of the second', ({ removals }) => removals?.length === 2);
    await store.node('arc-0').partitionFrom();
    await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
    raft.expectRemovals(['arc-4 NotRemoved', 'arc-4 Removed']);
    scene.expectDeletes([
      { member: 'arc-4', on: 'arc-0', status: 500 },
      { member: 'arc-4', status: 200 },
    ]);
  },
);

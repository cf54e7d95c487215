import { expect } from '@jest/globals';

import { waitUntil } from '../../testbed/wait-until.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import type { Store } from '../harness/store.ts';

export const followerLags = scenario('22a: a follower shows what was, over a removal', async (scene) => {
  const { store, raft } = await scene.healthy(5);
  await store.leadBy('arc-0');
  await raft.becomes('arc-0 leading all five', ({ leader, liveVoters }) => leader === 'arc-0' && liveVoters === 5);
  await store.node('arc-1').setFaults({ view: 'lagging' });
  scene.timeNothing();

  store.ungraceful();
  await store.scaleTo(3);
  // The leader shows the new configuration; that two of four agree proves nothing, and nothing else is sent.
  const disagreement = /^arc-0 claims to lead, but only 2 of 4 voters .*\(quorum 3\); not in agreement: arc-1\.$/;
  await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'ViewsDisagree', message: disagreement });
  await raft.verdictIs('arc-3', 'Blocked', 'ViewsDisagree', disagreement);
  await scene.pollsLater(2);
  expect(raft.status.removal).toMatchObject({ member: 'arc-4' });
  await scene.show('a follower lags');
  scene.expectDeletes([{ member: 'arc-4', on: 'arc-0', status: 200 }]);

  await store.node('arc-1').setFaults({});
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', on: 'arc-0', status: 200 },
    { member: 'arc-3', on: 'arc-0', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
});

export const exLeaderShowsRemoval = scenario(
  '22b: an ex-leader shows a removal that was never committed',
  async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
    await store.leadBy('arc-0');
    await raft.becomes('arc-0 leading all five', ({ leader, liveVoters }) => leader === 'arc-0' && liveVoters === 5);
    const followers = ['arc-1', 'arc-2', 'arc-3'];
    for (const id of followers) await store.node(id).setFaults({ log: 'stuck' });

    store.ungraceful();
    await store.scaleTo(4);
    await scene.deletion('the DELETE that cannot be committed', ({ member }) => member === 'arc-4');
    await shows(store, 'arc-0', ids(4));
    await store.node('arc-0').partitionFrom('*');
    for (const id of followers) await store.node(id).setFaults({});

    // What it shows is the newest that anybody shows, and says nothing: the others' leader still lists the member.
    await raft.shows('another leader', ({ leader }) => leader !== undefined && leader !== 'arc-0');
    await shows(store, 'arc-0', ids(4));
    await raft.shows('the end of the first removal', ({ removals }) => removals?.length === 1);
    raft.expectRemovals(['arc-4 NotRemoved']);
    const successor = raft.status.leader ?? '';
    await raft.shows('the end of the second removal', ({ removals }) => removals?.length === 2);
    await store.node('arc-0').partitionFrom();
    await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
    scene.expectDeletes([
      { member: 'arc-4', on: 'arc-0' },
      { member: 'arc-4', on: successor, status: 200 },
    ]);
    raft.expectRemovals(['arc-4 NotRemoved', 'arc-4 Removed']);
    await scene.show('removed by its successor');
  },
);

/** Waits until this node shows exactly these voters. */
async function shows(store: Store, id: string, voters: readonly string[]): Promise<void> {
  await waitUntil(`${id} to show ${voters.join(', ')}`, { timeout: 30_000 }, async () => {
    const shown = await store.node(id).voters();
    return shown.join() === voters.join();
  });
}

export const removedRunsOn = {
  ...scenario('22c: a removed node runs on', async (scene) => {
    const { store, raft } = await scene.healthy(4);
    await store.leadBy('arc-0');
    await raft.becomes('arc-0 leading all four', ({ leader, liveVoters }) => leader === 'arc-0' && liveVoters === 4);

    // It said goodbye, so the others let it go; its process and its pod go on.
    await store.node('arc-3').leave();
    await raft.absenteeIs('arc-3', 'Joining', /the leader’s configuration does not list it/);
    const missing = {
      status: 'False',
      reason: 'MemberMissing',
      message: /^arc-3: It says that it is clustered/,
    } as const;
    await raft.conditionIs('MembersInSync', missing);
    await raft.conditionIs('Ready', missing);
    await scene.pollsLater(2);
    expect(raft.status).toMatchObject({ voters: 3, liveVoters: 3, leader: 'arc-0' });
    await scene.show('a pod that is no member');
    scene.expectDeletes([]);

    // In generation B a node joins when it starts, and never again.
    await store.crash('arc-3');
    await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
    raft.expectRemovals([]);
  }),
  generation: 'B',
} as const satisfies Scenario;

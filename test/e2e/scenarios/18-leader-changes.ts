import { expect } from '@jest/globals';

import { ApiProxy } from '../harness/api-proxy.ts';
import { operatorBehind } from '../harness/behind-proxy.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import { removalIn } from '../harness/status-writes.ts';

export const leaderChangesBefore = scenario(
  '18a: the leader changes between the reads and the DELETE',
  async (scene) => {
    const proxy = await ApiProxy.start(scene.suite.bed.controlPlane.access);
    try {
      scene.timeOnlyFollowers();
      const store = await scene.store(5);
      await scene.suite.crds();
      await operatorBehind(proxy, scene, 'operator');
      await store.leadBy('arc-0');
      const raft = await scene.raftCluster();
      await raft.settledAs({ voters: ids(5) }, store);

      store.ungraceful();
      const intercepted = proxy.intercept('request', (write) => removalIn(write) !== undefined);
      await store.scaleTo(3);
      const record = await intercepted;
      await store.leadBy('arc-1');
      record.release();
      await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
      scene.expectDeletes([
        { member: 'arc-4', on: 'arc-1', status: 200 },
        { member: 'arc-3', on: 'arc-1', status: 200 },
      ]);
      raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
      await scene.show('both removed by the new leader');
    } finally {
      proxy.close();
    }
  },
);

export const leaderChangesDuring = scenario('18b: the leader changes while a DELETE is in flight', async (scene) => {
  const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
  await store.leadBy('arc-0');
  await raft.shows('arc-0 as leader', ({ leader }) => leader === 'arc-0');
  await store.node('arc-0').setFaults({ delete: 'hang' });

  store.ungraceful();
  await store.scaleTo(3);
  await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
  await store.leadBy('arc-1');
  // Whether the old leader did it is for the new one to say, and not before it can do it no more.
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', on: 'arc-0', status: undefined },
    { member: 'arc-3', on: 'arc-1', status: 200 },
    { member: 'arc-4', on: 'arc-1', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed']);
  await scene.show('removed by the new leader, the other first');
});

// Refused by who led a moment ago: nothing was done, and that is proven before the new leader is asked.
export const leaderStepsDown = stepsDown('18c: the leader steps down as the DELETE arrives', {
  fault: 'step-down',
  status: 500,
  deletes: 2,
  removals: ['arc-4 NotRemoved', 'arc-4 Removed'],
});

export const leaderStepsDownAfter = stepsDown('18d: the leader removes, steps down and answers', {
  fault: 'step-down-after',
  status: 200,
  deletes: 1,
  removals: ['arc-4 Removed'],
});

interface StepDown {
  readonly fault: string;
  /** Of the answer to the first DELETE. */
  readonly status: number;
  readonly deletes: number;
  readonly removals: readonly string[];
}

function stepsDown(title: string, { fault, status, deletes, removals }: StepDown) {
  return scenario(title, async (scene) => {
    const { store, raft } = await scene.healthy(5, { admin: { removeTimeout: '15s' } });
    await store.leadBy('arc-0');
    await raft.becomes('arc-0 leading all five', ({ leader, liveVoters }) => leader === 'arc-0' && liveVoters === 5);
    await store.node('arc-0').setFaults({ delete: fault, count: 1 });

    store.ungraceful();
    await store.scaleTo(4);
    await raft.verdictIs('arc-4', 'Waiting', 'Settling');
    // Its joining again moves the log past what the ghost has, to whom the leadership would be handed otherwise.
    await store.crash('arc-1');
    await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
    expect(await store.leader()).not.toBe('arc-0');
    const again = { member: 'arc-4', on: raft.status.leader ?? '', status: 200 };
    scene.expectDeletes([{ member: 'arc-4', on: 'arc-0', fault, status }, again].slice(0, deletes));
    raft.expectRemovals(removals);
    await scene.show('removed');
  });
}

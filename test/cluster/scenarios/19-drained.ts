import { expect } from '@jest/globals';

import { ids } from '../../e2e/harness/scene.ts';
import { scenario } from '../../e2e/harness/scenario.ts';
import { clusterOf } from './cluster-of.ts';
import { rolledOut } from '../operator/install.ts';
import { settlingEndsIn } from './settling-ends-in.ts';

const TITLE = '19g: the node of the leading operator drained in mid-removal';
/** The store is not what is drained here: it would come back, but it has only two nodes. */
const OPERATORS = ['--pod-selector=app.kubernetes.io/name=raftcluster-operator', '--timeout=50s'];
/** Milliseconds of the settling delay that are left. */
const LEFT = 1_500;

export const drained = scenario(TITLE, async (scene) => {
  const { store, raft } = await scene.healthy(5);
  scene.timeNothing();
  const suite = clusterOf(scene);
  const node = (await suite.deployed.leader()).spec.nodeName ?? '';

  store.ungraceful();
  await store.scaleTo(3);
  await settlingEndsIn(LEFT, raft, 'arc-4');
  const from = Date.now();
  try {
    await suite.kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--force', ...OPERATORS]);
    const next = await scene.deletion('the first DELETE', ({ member }) => member === 'arc-4');
    suite.failovers.push({ title: TITLE, milliseconds: next.receivedAt - from });
    await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
    expect((await suite.deployed.leader()).spec.nodeName).not.toBe(node);
  } finally {
    await suite.kubectl(['uncordon', node]);
  }
  await rolledOut(suite.cluster);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  await scene.show('the other operator went on');
});

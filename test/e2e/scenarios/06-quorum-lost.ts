import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const quorumLost = scenario('6: 3→1 at once, and back by the command that the message names', async (scene) => {
  const { store, raft } = await scene.healthy(3);

  store.ungraceful();
  await store.scaleTo(1);
  await raft.conditionIs('QuorumHealthy', {
    status: 'False',
    reason: 'QuorumLost',
    message: /Missing: arc-[12], arc-[12]/,
  });
  await raft.conditionIs('Ready', { status: 'False', reason: 'QuorumLost' });
  await scene.pollsLater(2);
  scene.expectDeletes([]);
  await scene.show('quorum lost');
  expect(await scene.suite.kubectl(['get', 'raft', 'arc', '-n', scene.namespace])).toMatch(/False .*QuorumLost/);

  const message = raft.status.conditions?.find(({ type }) => type === 'QuorumHealthy')?.message ?? '';
  const command = /kubectl (scale [^;]*)$/.exec(message)?.[1] ?? `no command in "${message}"`;
  await scene.suite.kubectl(command.split(' '));
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  await scene.pollsLater(1);
  scene.expectDeletes([]);
  await raft.expectEvents('QuorumLost', 'Healthy');
});

import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import type { Scene } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

const right = 'the-token-of-the-store-with-32-characters';
const rotated = 'its-successor-of-at-least-32-characters';

/** The store has a new token, the operator's Secret only after a while; shorter stories of tokens are under `errors/`. */
export const tokenRotated = scenario('21a: the token rotated over a scale-down', async (scene) => {
  await scene.token('store', right);
  await scene.token('admin', right);
  const admin = { tokenSecretRef: { name: 'admin', key: 'bootstrap-token' } };
  const { store, raft } = await scene.healthy(5, { admin }, { tokenSecret: 'store', token: right });
  scene.timeOnlyFollowers();

  store.ungraceful();
  await scene.token('store', rotated);
  await store.restartAll();
  const renewed = await scene.store(5, { tokenSecret: 'store', token: rotated });
  const refused = { status: 'Unknown', reason: 'AdminUnauthorized', message: /arc-0 \(and 4 more\): .*401/ } as const;
  await raft.conditionIs('QuorumHealthy', refused);
  await renewed.scaleTo(3);
  await raft.verdictIs('arc-4', 'Blocked', 'AdminUnauthorized', /401.*is the token in the Secret one of this cluster/);
  await scene.pollsLater(2);
  await scene.show('the token is refused');
  await scene.suite.bed.kube.delete({ apiVersion: 'v1', kind: 'Secret', namespace: scene.namespace, name: 'admin' });
  await raft.conditionIs('Ready', { reason: 'AdminUnauthorized', message: /Secret admin does not exist/ });
  await scene.show('the Secret is gone');
  scene.expectDeletes([]);

  await scene.token('admin', rotated);
  const correctedAt = Date.now();
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, renewed);
  expect(refusalsSince(scene, correctedAt)).toBeLessThanOrEqual(1);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
});

export const tokenNotEverywhere = scenario('21b: a token that has not reached every node yet', async (scene) => {
  await scene.token('store', right);
  const admin = { tokenSecretRef: { name: 'store', key: 'bootstrap-token' } };
  const { store, raft } = await scene.healthy(5, { admin }, { tokenSecret: 'store', token: right });
  await store.leadBy('arc-0');
  scene.timeOnlyFollowers();

  // A follower that does not know it is not live; the others are enough.
  await store.node('arc-1').setFaults({ token: 'unknown' });
  const one = /^4 of 5 voters are live, 3 are needed; arc-0 leads. Not live: arc-1 does not accept the admin token/;
  await raft.conditionIs('QuorumHealthy', { status: 'True', reason: 'Healthy', message: one });
  await scene.show('one follower refuses the token');
  store.ungraceful();
  await store.scaleTo(4);
  await raft.shows('the end of a removal', ({ removals, removal }) => removals?.length === 1 && !removal);
  scene.expectDeletes([{ member: 'arc-4', on: 'arc-0', status: 200 }]);

  // Of the leader nobody else can speak.
  await store.node('arc-1').setFaults({});
  await store.node('arc-0').setFaults({ token: 'unknown' });
  const refused = { status: 'Unknown', reason: 'AdminUnauthorized', message: /^arc-0: .*401/ } as const;
  await raft.conditionIs('QuorumHealthy', refused);
  await store.scaleTo(3);
  await raft.verdictIs('arc-3', 'Blocked', 'AdminUnauthorized', /^arc-0: .*401/);
  await scene.pollsLater(2);
  await scene.show('the leader refuses the token');
  scene.expectDeletes([{ member: 'arc-4' }]);

  await store.node('arc-0').setFaults({});
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-4' }, { member: 'arc-3', on: 'arc-0', status: 200 }]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
});

/** How often one pod was still asked with a token that it does not know. */
function refusalsSince({ requests }: Scene, time: number): number {
  const refused = requests.filter(({ at, status }) => at > time && status === 401);
  const sizes = [...Map.groupBy(refused, ({ pod }) => pod).values()].map(({ length }) => length);
  return Math.max(0, ...sizes);
}

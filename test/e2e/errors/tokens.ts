import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

const right = 'the-right-token-of-at-least-32-characters';
const wrong = 'another-token-of-at-least-thirty-two-chars';
const read = 'a-token-that-may-read-and-nothing-else-here';

const withToken = { tokenSecret: 'store', token: right, readToken: read };
const tokenSecretRef = { name: 'admin', key: 'bootstrap-token' };

export const wrongToken = scenario('error: wrong token, then the right one', async (scene) => {
  await scene.token('store', right);
  await scene.token('admin', wrong);
  const store = await scene.store(1, withToken);
  await scene.operator();
  const raft = await scene.raftCluster({ admin: { tokenSecretRef } });
  await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'AdminUnauthorized', message: /arc-0.*401/ });
  await raft.expectEvents('AdminUnauthorized');
  await scene.show('wrong token');

  await scene.token('admin', right);
  await raft.settledAs({ voters: ['arc-0'] }, store);
});

export const tokenWithoutAdmin = scenario('error: token without admin, then one with it', async (scene) => {
  await scene.token('store', right);
  await scene.token('admin', read);
  const store = await scene.store(4, withToken);
  await scene.operator();
  const raft = await scene.raftCluster({ admin: { tokenSecretRef } });
  scene.timeOnlyFollowers();
  await raft.conditionIs('Stalled', { status: 'True', reason: 'AdminForbidden' });
  await raft.conditionIs('Ready', {
    status: 'False',
    reason: 'AdminForbidden',
    message: /not allowed to remove members/,
  });
  await raft.conditionIs('QuorumHealthy', { status: 'True' });
  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-3', 'Blocked', 'AdminForbidden');
  await scene.show('a token that may only read');
  scene.expectDeletes([]);

  await scene.token('admin', right);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-3', status: 200 }]);
});

export const noTokenSecret = scenario('error: token Secret missing, then created', async (scene) => {
  await scene.token('store', right);
  const store = await scene.store(1, withToken);
  await scene.operator();
  const raft = await scene.raftCluster({ admin: { tokenSecretRef } });
  await raft.conditionIs('QuorumHealthy', {
    status: 'Unknown',
    reason: 'AdminUnauthorized',
    message: /Secret admin does not exist/,
  });
  await raft.expectEvents('AdminUnauthorized');
  await scene.show('no Secret');

  await scene.token('admin', right);
  await raft.settledAs({ voters: ['arc-0'] }, store);
});

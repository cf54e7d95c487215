import { expect } from '@jest/globals';

import type { Bed } from '../../testbed/bed.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { GuardedStore } from './guarded-store.ts';
import { Installation } from './installation.ts';

const all = 'crd,clusterrole,clusterrolebinding,priorityclass,namespace';
const crd = 'raftclusters.raftcluster.dev';
const voters = ['arc-0', 'arc-1', 'arc-2', 'arc-3'];

/**
 * Everything goes, in whatever order it is deleted, also in the middle of a removal: nothing that is left waits for
 * somebody who is gone. `kubectl delete` waits for the end, with a deadline. And the stores stay as they are.
 */
export async function uninstallInAnyOrder(bed: Bed): Promise<void> {
  const operator = new Installation(bed, 'raftcluster-system');
  const remove = (...args: readonly string[]) => operator.kubectl('delete', '--timeout=45s', ...args);
  await install(operator);
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => storeInMidRemoval(bed, `uninstall-${name}`)));

  // The namespace of a store, with its RaftCluster.
  await remove('namespace', a?.namespace ?? '');
  // The operator, before what it looks after.
  await remove('namespace', operator.namespace);
  await remove('raftcluster', 'arc', '-n', b?.namespace ?? '');
  // The rest of it, with a RaftCluster that is still there.
  await remove('--ignore-not-found', '-k', operator.overlay('default'));
  expect(await left(operator)).toBe('');

  // The CRD, while the operator runs and one of its removals is in flight.
  await install(operator);
  await c?.hangNextRemoval();
  await c?.guard();
  await c?.inMidRemoval();
  const restarts = await operator.restarts();
  await remove('crd', crd);
  await waitUntil('the operator to be unready, and say why', { timeout: 60_000, interval: 250 }, () =>
    isUnready(operator),
  );
  expect(await operator.restarts()).toBe(restarts);
  await remove('--ignore-not-found', '-k', operator.overlay('default'));
  expect(await left(operator)).toBe('');

  expect([await b?.voters(), await c?.voters()]).toEqual([voters, voters]);
  const sent = [b, c].map((store) => store?.deletions.map(({ member, status }) => `${member} ${status ?? '-'}`));
  expect(sent).toEqual([['arc-3 -'], ['arc-3 -', 'arc-3 -']]);
}

async function install(operator: Installation): Promise<void> {
  await operator.kubectl('apply', '-k', operator.overlay('default'));
  await operator.identify();
  await operator.rolledOut();
}

async function storeInMidRemoval(bed: Bed, namespace: string): Promise<GuardedStore> {
  const store = await GuardedStore.start(bed, namespace, 4);
  await store.hangNextRemoval();
  await store.guard();
  await store.scaleTo(3);
  await store.inMidRemoval();
  return store;
}

/** Whatever of the operator is still there. */
function left(operator: Installation): Promise<string> {
  return operator.kubectl('get', all, '-l', 'app.kubernetes.io/name=raftcluster-operator', '-o', 'name');
}

async function isUnready(operator: Installation): Promise<boolean> {
  const pods = await operator.pods();
  return pods.length === 2 && pods.every(({ status }) => status?.containerStatuses?.[0]?.ready === false);
}

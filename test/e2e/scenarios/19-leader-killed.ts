import { expect } from '@jest/globals';

import type { KubeObject } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { ids } from '../harness/scene.ts';
import type { Scene } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import { operatorAccount } from '../harness/suite.ts';

interface Lease extends KubeObject {
  readonly spec: { readonly holderIdentity?: string | null };
}

export const leaderKilled = scenario('19e: two operators, the leading one killed', async (scene) => {
  const store = await scene.store(5);
  scene.timeOnlyFollowers();
  const operators = await Promise.all(['one', 'two'].map((name) => scene.operator({ name, leaderElect: true })));
  const raft = await scene.raftCluster();
  await raft.settledAs({ voters: ids(5) }, store);
  for (const operator of operators) await operator.readyzIs(200, /ok/);

  store.ungraceful();
  await store.scaleTo(3);
  await raft.verdictIs('arc-4', 'Waiting', 'Settling');
  const holder = await holderIn(scene);
  await operators.find(({ name }) => holder.startsWith(name))?.kill();
  await waitUntil('another holder of the Lease', { timeout: 60_000 }, async () => (await holderIn(scene)) !== holder);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([
    { member: 'arc-4', status: 200 },
    { member: 'arc-3', status: 200 },
  ]);
  raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  await scene.show('the other operator went on');
  expect(operators.filter(({ over }) => over)).toHaveLength(1);
});

async function holderIn({ suite }: Scene): Promise<string> {
  const ref = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: operatorAccount.namespace };
  const lease = await suite.bed.kube.get<Lease>({ ...ref, name: 'raftcluster-operator' });
  return lease.spec.holderIdentity ?? '';
}

import { ids } from '../harness/scene.ts';
import type { Scene } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import type { Store } from '../harness/store.ts';

const missing = /StatefulSet arc does not exist: create it, or name arc-4 in spec.decommission/;
const replaced = /StatefulSet arc was re-created; it is trusted once all its pods \(4\) are live members/;

export const setDeleted = deletedAs('14a: StatefulSet deleted, re-created smaller', 'Background');
export const setOrphaned = deletedAs('14b: StatefulSet deleted without its pods, re-created smaller', 'Orphan');

/** Pods without their set are not asked any more: the admin token is for pods of the spec's sets only. */
function deletedAs(title: string, propagationPolicy: 'Background' | 'Orphan') {
  return scenario(title, async (scene) => {
    const { store, raft } = await scene.healthy(5);
    scene.timeOnlyFollowers();
    store.ungraceful();

    await store.delete(propagationPolicy);
    await raft.verdictIs('arc-4', 'Blocked', 'TargetMissing', missing);
    const unknown = { status: 'Unknown', reason: 'TargetMissing', message: /StatefulSet arc does not exist/ } as const;
    await raft.conditionIs('QuorumHealthy', unknown);
    await raft.conditionIs('Ready', unknown);
    await raft.conditionIs('RemovalBlocked', { status: 'True', reason: 'TargetMissing', message: /^arc-0: / });
    await raft.expectEvents('TargetMissing');
    await scene.show('no such StatefulSet');

    // Of the new set's four pods one does not start at first: who is out of its range is not believed to be gone for good.
    await stayDown(scene, store, 'arc-1');
    await store.create(4);
    await raft.verdictIs('arc-4', 'Blocked', 'TargetReplaced', replaced);
    await scene.pollsLater(2);
    await raft.conditionIs('RemovalBlocked', { status: 'True', reason: 'TargetReplaced', message: /^arc-4: / });
    await scene.show('re-created, one of its pods not live yet');
    scene.expectDeletes([]);

    scene.suite.bed.agent.release(store.pod('arc-1'));
    await raft.settledAs({ voters: ids(4), tolerance: 1 }, store);
    scene.expectDeletes([{ member: 'arc-4', status: 200 }]);
    raft.expectRemovals(['arc-4 Removed']);
  });
}

async function stayDown({ suite }: Scene, store: Store, pod: string): Promise<void> {
  if (store.running.some(({ key }) => key === store.pod(pod))) await suite.bed.agent.killAndStayDown(store.pod(pod));
  else suite.bed.agent.hold(store.pod(pod));
}

import type { SetObject } from '../kubernetes/storage/objects-of.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const missing = /StatefulSet arc does not exist: create it, or name arc-4 in spec.decommission/;
const replaced = /StatefulSet arc was re-created; it is trusted once all its pods \(4\) are live members/;

export const setDeleted = deletedAs('14a', 'StatefulSet deleted, re-created smaller', 'follow');
export const setOrphaned = deletedAs('14b', 'StatefulSet deleted without its pods, re-created smaller', 'orphan');

/** Pods without their set are not asked any more: the admin token is for pods of the spec's sets only. */
function deletedAs(number: string, title: string, pods: 'follow' | 'orphan') {
  return scenario(number, title, {}, async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();

    const old = stage.users.deleteSet(stage.world.set('arc'), pods) as SetObject;
    await stage.verdict('arc-4', 'Blocked', 'TargetMissing', missing);
    await stage.condition('Ready', { status: 'Unknown', reason: 'TargetMissing', message: /arc does not exist/ });
    await stage.condition('RemovalBlocked', { reason: 'TargetMissing', message: /^arc-0: / });
    await stage.polls(6);
    stage.expectDeletes([]);

    // Of the new set's four pods one does not start at first: who is out of its range is not believed to be gone for good.
    stage.pods.stayDown('arc-1');
    stage.users.recreateSet(old, 4);
    await stage.verdict('arc-4', 'Blocked', 'TargetReplaced', replaced);
    await stage.polls(6);
    await stage.condition('RemovalBlocked', { reason: 'TargetReplaced', message: /^arc-4: / });
    stage.expectDeletes([]);

    stage.pods.release('arc-1');
    await stage.settled({ voters: ids(4) });
    stage.expectDeletes(['arc-4']);
    stage.expectRemovals('arc-4 Removed');
  });
}

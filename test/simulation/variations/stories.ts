import type { SetObject } from '../kubernetes/storage/objects-of.ts';
import { type Scenario, scenario } from '../scenarios/scenario.ts';
import { ids, type Stage } from '../scenarios/stage.ts';
import { cluster, namespace } from '../world/world.ts';

/** From a scale-down to the first DELETE: a second until the pod is gone, the delay, and the fresh reads. Milliseconds. */
const removedAfter = 11_370;
/** Late within the delay. Milliseconds. */
const almost = removedAfter - 2_000;
/** Long enough for what is asked for to be done, and undone. Milliseconds. */
const aWhile = 40_000;

/** There and back again, and there: what was true once becomes true again, so old facts look like new ones. */
const thereAndThere = story('V1', '5→3→5→3, each step settled', async (stage) => {
  for (const replicas of [3, 5, 3]) {
    stage.scale(replicas);
    await stage.pass(aWhile);
  }
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3', 'arc-4', 'arc-3']);
});

const backInTime = story('V2', '5→3, back to 5 within the delay, then 5→4', async (stage) => {
  stage.scale(3);
  await stage.pass(almost);
  stage.scale(5);
  await stage.pass(aWhile);
  stage.scale(4);
  await stage.settled({ voters: ids(4) });
  stage.expectDeletes(['arc-4']);
});

const observedMeanwhile = story('V3', '5→3, Observe within the delay, then Automatic again', async (stage) => {
  stage.scale(3);
  await stage.pass(almost);
  stage.users.setMode(cluster, 'Observe');
  await stage.pass(aWhile);
  stage.users.setMode(cluster, 'Automatic');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
});

const suspendedMeanwhile = story('V4', '5→3, suspended within the delay, then let go', async (stage) => {
  stage.scale(3);
  await stage.pass(almost);
  stage.users.suspend(cluster, true);
  await stage.pass(aWhile);
  stage.users.suspend(cluster, false);
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
});

const recreatedMeanwhile = story('V5', '5→4, the set re-created with 5 pods, then 5→4', async (stage) => {
  stage.scale(4);
  await stage.pass(almost);
  const old = stage.users.deleteSet(stage.world.set('arc'), 'orphan') as SetObject;
  const { objects } = stage.world.kubernetes;
  await stage.until('the set to be gone', () => objects.get('statefulsets', namespace, 'arc') === undefined);
  stage.users.recreateSet(old, 5);
  await stage.pass(aWhile);
  stage.scale(4);
  await stage.settled({ voters: ids(4) });
  stage.expectDeletes(['arc-4']);
});

/** Scaled up and down again, so many milliseconds before the first removal would have been sent. */
const flaps = [2_500, 1_000, 300].map((before, index) =>
  story(`V${6 + index}`, `5→3→5→3, back and forth ${before} ms before the removal`, async (stage) => {
    stage.scale(3);
    await stage.pass(removedAfter - before);
    stage.scale(5);
    await stage.pass(100);
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
  }),
);

/** A quarter of an hour: after ten minutes of failing, a cluster would be stalled. */
const longAfter = 900_000;

const failedAndWanted = story('V9', '5→3→5 while a DELETE hangs that does nothing, and long after', async (stage) => {
  stage.store.faults({ delete: 'hang', count: 1 });
  stage.scale(3);
  await stage.pass(removedAfter + 1_000);
  stage.scale(5);
  await stage.pass(longAfter);
  await stage.settled({ voters: ids(5) });
  stage.expectDeletes(['arc-4']);
  stage.expectRemovals('arc-4 NotRemoved');
});

/**
 * Stories for whoever shows an operator only a part of what happens: unlike those of the rule, their people look at the
 * clock and never at what the operator says, so that all else is as it was when the operator is mistaken.
 */
export const stories: readonly Scenario[] = [
  thereAndThere,
  backInTime,
  observedMeanwhile,
  suspendedMeanwhile,
  recreatedMeanwhile,
  ...flaps,
  failedAndWanted,
];

function story(number: string, title: string, tell: (stage: Stage) => Promise<void>): Scenario {
  return scenario(number, title, {}, async (stage) => {
    await stage.world.formed();
    await stage.store.leadBy('arc-0');
    stage.world.apply();
    stage.startOperator();
    await stage.pass(aWhile);
    stage.store.ungraceful();
    await tell(stage);
  });
}

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

/** One pod after the other, each of them slowly. */
const options = { sets: [{ name: 'arc', replicas: 5, grace: 60 }], arc: { leaveDelay: 25_000 } };

export const fallingAsleep = scenario('10c', 'all sets scaled to 0, a pod after the other', options, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(0);
  // Three of five are live and led: everything else speaks for it.
  await stage.verdict('arc-4', 'Blocked', 'Hibernating');
  await stage.until('all pods to be gone', () => stage.pods.all.length === 0);
  await stage.polls(6);
  stage.expectDeletes([]);

  stage.scale(5);
  await stage.settled({ voters: ids(5) });
  stage.expectDeletes([]);
  stage.expectRemovals();
});

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const inRangePods = scenario('4', 'in-range pods crash, are evicted and force-deleted', {}, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();

  // Down for longer than the delay, two at a time: one crash-looping, one evicted whose successor does not start.
  stage.pods.stayDown('arc-4');
  stage.pods.hold('arc-3');
  stage.pods.evict('arc-3');
  await stage.shows('two voters that are not live', ({ liveVoters }) => liveVoters === 3);
  await stage.polls(6);
  await stage.verdict('arc-3', 'Keep', 'InRange');
  await stage.verdict('arc-4', 'Keep', 'InRange');
  stage.pods.release('arc-3');
  stage.pods.release('arc-4');
  await stage.settled({ voters: ids(5) });

  for (let crash = 0; crash < 3; crash++) {
    stage.pods.crash('arc-1');
    await stage.polls(1);
  }
  stage.pods.deleteByForce('arc-2');
  await stage.until('every pod to run', () => stage.world.arc.runningVoters.length === 5);
  await stage.settled({ voters: ids(5) });
  stage.expect([...stage.statuses.verdictsOf()].join() === 'Keep InRange', 'every verdict was Keep InRange');
  stage.expectDeletes([]);
  stage.expectRemovals();
});

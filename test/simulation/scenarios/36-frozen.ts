import { scenario } from './scenario.ts';
import { ids, type Stage } from './stage.ts';

/** Within one poll of 10 s, jittered, and the time that a request to a frozen node takes. Milliseconds. */
const onePoll = 17_000;

export const frozen = scenario(
  '36',
  'an in-range pod is frozen, and comes back as a candidate that no leader takes in',
  {},
  async (stage) => {
    await stage.healthy();
    stage.expect(stage.status.statefulSets?.[0]?.minSafeReplicas === 3, 'room for two pods');
    stage.pods.freeze('arc-1');
    await oneLess(stage, /Not live: arc-1 does not answer\./);
    stage.pods.thaw('arc-1');
    await stage.settled({ voters: ids(5) });

    // What Arc's own nodes may do after such a sleep, and for a long while: Ready, answering, and without a leader.
    stage.store.isolate('arc-1');
    await oneLess(stage, /Not live: arc-1 knows no leader/);
    const ready = stage.pods
      .find('arc-1')
      ?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    stage.expect(ready === true, 'its pod is Ready');
    await stage.polls(12);
    stage.expectDeletes([]);

    stage.store.reconnect('arc-1');
    await stage.settled({ voters: ids(5) });
    stage.expectDeletes([]);
    stage.expectRemovals();
  },
);

async function oneLess(stage: Stage, message: RegExp): Promise<void> {
  await stage.condition('QuorumHealthy', { reason: 'Healthy', message }, onePoll);
  await stage.shows(
    'room for one pod only',
    ({ liveVoters, statefulSets }) => liveVoters === 4 && statefulSets?.[0]?.minSafeReplicas === 4,
  );
  await stage.verdict('arc-1', 'Keep', 'InRange');
}

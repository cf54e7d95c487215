import { setTimeout as sleep } from 'node:timers/promises';
import { describeMember } from './describe.ts';
import { happened } from './did-not-happen.ts';
import { showVoters } from './show-store.ts';
import { isReady, NAMESPACE, type Stage, votersEverywhere } from './stage.ts';
import { watchRaft } from './watch-raft.ts';

/** Milliseconds that the pod stays dead: longer than the settling delay. */
const DEAD_FOR = 13_000;

/** What was seen while a pod that the StatefulSet wants was dead. */
export interface InRangeKill {
  readonly pod: string;
  /** Milliseconds. */
  readonly deadFor: number;
  /** How many removals the store was asked for meanwhile, and until the pod was back. */
  readonly removals: number;
  readonly voters: number;
  readonly toleranceMeanwhile: number;
  readonly toleranceAfter: number;
}

/** A pod that is wanted dies, for longer than the settling delay: its voter must stay. */
export async function killInRange(stage: Stage): Promise<InRangeKill> {
  const { bed, screen, store } = stage;
  const { leader, voters = 0 } = await stage.status();
  const pod = leader === 'arc-2' ? 'arc-1' : 'arc-2';
  const key = `${NAMESPACE}/${pod}` as const;
  const before = store.removals().length;
  screen.text(
    `The process of ${pod} is killed and kept from starting for ${DEAD_FOR / 1_000} s, longer than the settling delay. To the store ` +
      'it is as dead as the two before. But the StatefulSet wants it, so its vote must stay.',
  );
  screen.gap();
  const watching = await watchRaft(stage);
  screen.command(`kill -9 ${bed.agent.pods.find((running) => running.key === key)?.pid}`);
  const began = Date.now();
  await bed.agent.killAndStayDown(key);
  const dead = await screen.quietStep(`waiting until the operator sees that ${pod} is dead`, () =>
    stage.untilStatus(`${pod} to be dead`, ({ liveVoters }) => liveVoters === voters - 1),
  );
  await watching.shows({ LIVE: String(voters - 1) });
  await screen.countdown(`${pod} stays dead`, began + DEAD_FOR, () => sleep(began + DEAD_FOR - Date.now()));
  screen.gap();
  await describeMember(stage, pod);
  const verdict = (await stage.status()).members?.find(({ id }) => id === pod)?.verdict;
  happened(verdict === 'Keep', `the verdict on ${pod} was Keep`);
  happened(store.removals().length === before, `no removal was asked for while ${pod} was dead`);
  const deadFor = Date.now() - began;
  bed.agent.release(key);
  screen.gap();
  screen.text(`It was kept. Now ${pod} may start again:`);
  screen.gap();
  const back = await screen.quietStep(`waiting until ${pod} is live again`, () =>
    stage.untilStatus(`${pod} to be live again`, (status) => isReady(status) && status.liveVoters === voters),
  );
  await watching.shows({ LIVE: String(voters) });
  watching.stop();
  await votersEverywhere(stage, voters);
  screen.gap();
  await showVoters(stage);
  const removals = store.removals().length - before;
  happened(removals === 0, `no removal was asked for after ${pod} was killed`);
  const [toleranceMeanwhile = 0, toleranceAfter = 0] = [dead.faultTolerance, back.faultTolerance];
  return { pod, deadFor, removals, voters, toleranceMeanwhile, toleranceAfter };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { happened } from './did-not-happen.ts';
import { showVoters } from './show-store.ts';
import { isReady, PODS, type Stage } from './stage.ts';

/**
 * Milliseconds in which a RaftCluster that has no status yet is only looked at: a request that an operator before this
 * one sent may still take effect (Arc: up to 15 s, and 3 s for its start). Less the settling delay, which runs meanwhile.
 */
const ONLY_LOOKED_AT = 18_000;
const SETTLING_DELAY = 10_000;

/** Applies the RaftCluster, and shows the cluster while all is well. */
export async function showHealthy(stage: Stage): Promise<void> {
  const { screen } = stage;
  screen.command('kubectl apply -f test/demo/raftcluster.yaml');
  const created = Date.now();
  screen.output(await stage.kubectl('apply', '-f', join(import.meta.dirname, 'raftcluster.yaml')));
  const { faultTolerance } = await screen.quietStep('waiting for the first status', () =>
    stage.untilStatus('a healthy RaftCluster', (status) => isReady(status) && status.liveVoters === PODS),
  );
  happened(faultTolerance === 2, `${PODS} live voters tolerate the loss of 2`);
  screen.gap();
  await stage.show('get', 'statefulset,pod');
  screen.gap();
  await stage.show('get', 'raft');
  screen.gap();
  await showVoters(stage);
  screen.gap();
  screen.text(
    `Whatever happens, a RaftCluster that is new to the operator is only looked at for ${ONLY_LOOKED_AT / 1_000} s: a request of an operator before ` +
      'this one might still take effect.',
  );
  screen.gap();
  const until = created + ONLY_LOOKED_AT - SETTLING_DELAY;
  await screen.countdown('looking', until, () => sleep(until - Date.now()));
}

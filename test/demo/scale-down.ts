import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { describeMember, describeRemovals } from './describe.ts';
import { happened } from './did-not-happen.ts';
import { showRemovals, showVoters } from './show-store.ts';
import { isReady, NAMESPACE, PODS, SET, type Stage, votersEverywhere } from './stage.ts';
import type { AskedRemoval } from './store.ts';
import { watchRaft } from './watch-raft.ts';

const REMAINING = 3;

/** What was seen while the StatefulSet was scaled down. */
export interface ScaleDown {
  readonly from: number;
  readonly to: number;
  readonly deadVoters: readonly string[];
  readonly toleranceWithDeadVoters: number;
  readonly removals: readonly AskedRemoval[];
  readonly toleranceAfter: number;
  /** Milliseconds from the first request to the proof that the last one took effect. */
  readonly took: number;
}

/** From five pods to three without a leave: the dead voters appear, settle and are removed. */
export async function scaleDown(stage: Stage): Promise<ScaleDown> {
  const { screen } = stage;
  screen.text(
    'Kubernetes stops the two pods with the highest ordinals. Here their processes are killed (SIGKILL), so that they cannot ' +
      'leave the Raft cluster before they go.',
  );
  screen.gap();
  stage.bed.agent.ungraceful(NAMESPACE);
  const watching = await watchRaft(stage);
  await stage.show('scale', 'statefulset', SET, `--replicas=${REMAINING}`);
  const settling = await appear(stage);
  await watching.shows({ LIVE: String(REMAINING), REASON: 'Settling' });
  const dead = settling.members?.filter(({ live }) => !live) ?? [];
  const last = dead.at(-1);
  happened(last !== undefined && settling.faultTolerance === 0, 'the dead voters cost all of the fault tolerance');
  screen.gap();
  screen.text(
    `The dead count on: ${settling.quorum} of ${settling.voters} votes are needed, and ${settling.liveVoters} voters are live. One more failure, and the ` +
      'cluster has no leader. But someone may scale up again, so the operator waits:',
  );
  screen.gap();
  await describeMember(stage, last.id);
  happened(stage.store.removals().length === 0, 'nothing was removed before the settling delay was over');
  screen.gap();
  const healthy = await screen.countdown('settling', Date.parse(last.removableAt ?? ''), () =>
    stage.untilStatus('the dead voters to be removed', (status) => isReady(status) && status.voters === REMAINING),
  );
  await votersEverywhere(stage, REMAINING);
  await watching.shows({ VOTERS: String(REMAINING), READY: 'True' });
  watching.stop();
  const seen = facts(
    dead.map(({ id }) => id),
    settling,
    healthy,
    stage.store.removals(),
  );
  screen.gap();
  await describeRemovals(stage);
  screen.gap();
  showRemovals(stage, seen.removals);
  screen.gap();
  await showVoters(stage);
  return seen;
}

function appear(stage: Stage): Promise<RaftClusterStatus> {
  const gone = PODS - REMAINING;
  return stage.screen.quietStep('waiting for the dead voters to appear', () =>
    stage.untilStatus(
      `${gone} dead voters that settle`,
      ({ members = [], liveVoters }) =>
        liveVoters === REMAINING &&
        members.filter(({ live, reason }) => !live && reason === 'Settling').length === gone,
    ),
  );
}

function facts(
  deadVoters: readonly string[],
  settling: RaftClusterStatus,
  after: RaftClusterStatus,
  removals: readonly AskedRemoval[],
): ScaleDown {
  const proofs = after.removals ?? [];
  const began = proofs.map(({ startedAt }) => Date.parse(startedAt));
  const proven = proofs.map(({ finishedAt }) => Date.parse(finishedAt));
  const names = deadVoters.join(' and ');
  happened(
    removals
      .map(({ member }) => member)
      .toSorted()
      .join(' and ') === names,
    `the store was asked once for each of ${names}, and for nothing else`,
  );
  happened(
    deadVoters.every((id) => proofs.some(({ member, result }) => member === id && result === 'Removed')),
    `the removal of ${names} was proven`,
  );
  happened(
    began.every((time, index) => index === 0 || time >= (proven[index - 1] ?? Number.POSITIVE_INFINITY)),
    'each removal began after the one before was proven',
  );
  happened(after.faultTolerance === 1, 'the fault tolerance is 1 again');
  return {
    from: PODS,
    to: REMAINING,
    deadVoters,
    toleranceWithDeadVoters: settling.faultTolerance ?? 0,
    removals,
    toleranceAfter: after.faultTolerance,
    took: Math.max(...proven) - (removals[0]?.receivedAt ?? 0),
  };
}

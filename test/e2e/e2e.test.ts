import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { apiServerAway } from './errors/api-server-away.ts';
import { missingPermission } from './errors/missing-permission.ts';
import { noCrd } from './errors/no-crd.ts';
import { noSuchStatefulSet } from './errors/no-such-statefulset.ts';
import { notClustered } from './errors/not-clustered.ts';
import { noTokenSecret, tokenWithoutAdmin, wrongToken } from './errors/tokens.ts';
import { untrustedTls } from './errors/untrusted-tls.ts';
import { wrongPort } from './errors/wrong-port.ts';
import { Scene } from './harness/scene.ts';
import type { Scenario } from './harness/scenario.ts';
import { Suite } from './harness/suite.ts';
import { summarize } from './harness/summary.ts';
import { deniedToOperator, grantedToOperator, usedByOperator } from './permissions.ts';
import { ungracefulScaleDown } from './scenarios/01-ungraceful-scale-down.ts';
import { gracefulLeave } from './scenarios/02-graceful-leave.ts';
import { leaderGoes } from './scenarios/03-leader-goes.ts';
import { inRangePods } from './scenarios/04-in-range-pods.ts';
import { rollingRestart } from './scenarios/05-rolling-restart.ts';
import { quorumLost } from './scenarios/06-quorum-lost.ts';
import { thereAndBack } from './scenarios/07-there-and-back.ts';
import { backInFlightRemoved, backInFlightTooEarly, backInFlightUndone } from './scenarios/08-back-in-flight.ts';
import { survivorDown } from './scenarios/09-survivor-down.ts';
import { twoSets } from './scenarios/12-two-sets.ts';
import { startRaised } from './scenarios/13-start-raised.ts';
import { setDeleted, setOrphaned } from './scenarios/14-set-deleted.ts';
import { answeredButStays } from './scenarios/15-answered-but-stays.ts';
import { errorAfterSuccess } from './scenarios/16-error-after-success.ts';
import { hangs, hangsAfterSuccess, resetAfterSuccess } from './scenarios/17-unknown-outcome.ts';
import {
  leaderChangesBefore,
  leaderChangesDuring,
  leaderStepsDown,
  leaderStepsDownAfter,
} from './scenarios/18-leader-changes.ts';
import {
  killedBeforeFence,
  killedBeforeReport,
  killedBeforeSend,
  killedInFlight,
} from './scenarios/19-operator-killed.ts';
import { leaderKilled } from './scenarios/19-leader-killed.ts';
import { asleepBeforeSend, asleepOverFence } from './scenarios/20-two-operators.ts';
import { tokenNotEverywhere, tokenRotated } from './scenarios/21-token-rotated.ts';
import { exLeaderShowsRemoval, followerLags, removedRunsOn } from './scenarios/22-views-disagree.ts';
import { onlySecondCluster, secondCluster } from './scenarios/23-second-cluster.ts';
import { notClusteredPod } from './scenarios/24-not-clustered.ts';
import { foreignVoter } from './scenarios/25-foreign-voter.ts';
import { decommission } from './scenarios/26-decommission.ts';
import { observeAndSuspend } from './scenarios/27-observe-and-suspend.ts';
import { nonvoterGone } from './scenarios/32-nonvoter-gone.ts';
import { leftover } from './scenarios/33-leftover.ts';
import { deletedInFlight } from './scenarios/34-deleted-in-flight.ts';
import { notUnderstood, oddId } from './scenarios/35-not-understood.ts';
import { frozen } from './scenarios/36-frozen.ts';
import { commitsByItself } from './scenarios/37-commits-by-itself.ts';
import { neverCommitted } from './scenarios/38-never-committed.ts';
import { twoRaftClusters } from './scenarios/39-two-raftclusters.ts';
import { idsWrongByOne } from './scenarios/40-ids-wrong-by-one.ts';
import { stepByStep } from './scenarios/41-step-by-step.ts';
import { backButNeverStarts } from './scenarios/42-back-but-never-starts.ts';
import { disturbed } from './scenarios/43-disturbed.ts';
import { wrongClock } from './scenarios/44-wrong-clock.ts';
import { fullDisk } from './scenarios/45-full-disk.ts';
import { elevenOrdinals } from './scenarios/eleven-ordinals.ts';
import { inGenerationB } from './scenarios/generation-b.ts';
import { operatorDown, sameMoment } from './scenarios/guard-races.ts';
import { appliedAgain, flapping } from './scenarios/guard-retries.ts';
import { nineToThree, sevenToTwo } from './scenarios/guard-step-by-step.ts';
import { canary } from './scenarios/canary.ts';
import { byKubectl } from './scenarios/kubectl.ts';
import { upgrade } from './scenarios/upgrade.ts';

/** Milliseconds. The first run on a machine builds the bed's binaries. */
const startTimeout = 1_500_000;
const sceneTimeout = 300_000;

/** Side by side, the longest first. */
const scenarios = [
  sevenToTwo,
  nineToThree,
  flapping,
  operatorDown,
  sameMoment,
  appliedAgain,
  onlySecondCluster,
  decommission,
  tokenNotEverywhere,
  asleepBeforeSend,
  exLeaderShowsRemoval,
  tokenRotated,
  killedBeforeSend,
  commitsByItself,
  neverCommitted,
  leftover,
  frozen,
  notUnderstood,
  stepByStep,
  backButNeverStarts,
  deletedInFlight,
  answeredButStays,
  observeAndSuspend,
  twoRaftClusters,
  hangs,
  disturbed,
  elevenOrdinals,
  wrongClock,
  nonvoterGone,
  fullDisk,
  upgrade,
  canary,
  byKubectl,
  oddId,
  idsWrongByOne,
  leaderStepsDown,
  leaderChangesDuring,
  startRaised,
  backInFlightUndone,
  backInFlightTooEarly,
  notClusteredPod,
  backInFlightRemoved,
  setDeleted,
  setOrphaned,
  followerLags,
  foreignVoter,
  asleepOverFence,
  removedRunsOn,
  leaderChangesBefore,
  secondCluster,
  ...inGenerationB,
  leaderStepsDownAfter,
  leaderKilled,
  inRangePods,
  survivorDown,
  twoSets,
  hangsAfterSuccess,
  killedBeforeFence,
  killedInFlight,
  killedBeforeReport,
  quorumLost,
  rollingRestart,
  gracefulLeave,
  thereAndBack,
  tokenWithoutAdmin,
  untrustedTls,
  ungracefulScaleDown,
  leaderGoes,
  errorAfterSuccess,
  resetAfterSuccess,
  noSuchStatefulSet,
  wrongPort,
  wrongToken,
  noTokenSecret,
  notClustered,
  missingPermission,
];

let suite: Suite;
let scenes = 0;

const play = (scenario: Scenario) => Scene.play(suite, `scene-${++scenes}`, scenario);

beforeAll(async () => {
  suite = await Suite.start();
}, startTimeout);

afterAll(async () => {
  process.stdout.write(`\n${summarize(suite.results)}\n`);
  await suite.stop();
}, 60_000);

test(noCrd.title, () => play(noCrd), sceneTimeout);

for (const scenario of scenarios) test.concurrent(scenario.title, () => play(scenario), sceneTimeout);

test('the operator was denied nothing, and used every permission that config/rbac grants', () => {
  const log = suite.bed.auditLog();
  const used = usedByOperator(log);
  expect(deniedToOperator(log)).toEqual([]);
  expect(grantedToOperator().filter((permission) => !used.has(permission))).toEqual([]);
});

// Last: an API server that has just started denies for a moment what it is about to grant.
test(apiServerAway.title, () => play(apiServerAway), sceneTimeout);

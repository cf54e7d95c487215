import { ungracefulScaleDown } from './01-ungraceful-scale-down.ts';
import { controllerAway } from './01-controller-away.ts';
import { minVoters } from './01-min-voters.ts';
import { gracefulLeave } from './02-graceful-leave.ts';
import { leaderGoes } from './03-leader-goes.ts';
import { inRangePods } from './04-in-range-pods.ts';
import { rollingRestart } from './05-rolling-restart.ts';
import { quorumLost } from './06-quorum-lost.ts';
import { thereAndBack } from './07-there-and-back.ts';
import { backInFlightRemoved, backInFlightTooEarly, backInFlightUndone } from './08-back-in-flight.ts';
import { survivorDown } from './09-survivor-down.ts';
import { survivorLeaves } from './09-survivor-leaves.ts';
import { hibernation, oneSetAtZero } from './10-hibernation.ts';
import { fallingAsleep } from './10-falling-asleep.ts';
import { forcedAway, stuckTerminating } from './11-lost-node.ts';
import { twoSets } from './12-two-sets.ts';
import { startRaised } from './13-start-raised.ts';
import { setDeleted, setOrphaned } from './14-set-deleted.ts';
import { answeredButStays } from './15-answered-but-stays.ts';
import { errorAfterSuccess } from './16-error-after-success.ts';
import { hangs, hangsAfterSuccess, notJson, resetAfterSuccess, truncated } from './17-unknown-outcome.ts';
import {
  leaderChangesBefore,
  leaderChangesDuring,
  leaderStepsDown,
  leaderStepsDownAfter,
} from './18-leader-changes.ts';
import { leaderKilled, operatorKilled } from './19-operator-killed.ts';
import { asleepBeforeSend, asleepOverFence, bothAwake } from './20-two-operators.ts';
import { asleepForSeconds, lateRecord, lostRecord } from './20-fence.ts';
import { lateDelete } from './20-late-delete.ts';
import { tokenMayOnlyRead, tokenNotEverywhere, tokenRotated } from './21-tokens.ts';
import { exLeaderShowsRemoval, followerLags, removedRunsOn } from './22-views-disagree.ts';
import { followsAnother } from './22-one-follows-another.ts';
import { readBitByBit } from './22-read-bit-by-bit.ts';
import { onlySecondCluster, secondCluster } from './23-second-cluster.ts';
import { notClusteredPod } from './24-not-clustered.ts';
import { foreignVoter } from './25-foreign-voter.ts';
import { decommission } from './26-decommission.ts';
import { podOfTheLeader } from './26-pod-of-the-leader.ts';
import { observeAndSuspend } from './27-observe-and-suspend.ts';
import { flapping } from './28-flapping.ts';
import { frozenCache, frozenPods, frozenSets } from './29-frozen-cache.ts';
import { backWithinOnePass, notReadable, presentUnseen, wantedUnseen } from './29-unseen.ts';
import { skippedGeneration } from './29-skipped-generation.ts';
import { apiServerDown, apiServerDownInFlight } from './30-api-server-down.ts';
import { budgetSpent } from './31-budget.ts';
import { budgetOutlives } from './31-budget-outlives.ts';
import { nonvoterGone } from './32-nonvoter-gone.ts';
import { leftover } from './33-leftover.ts';
import { deletedForGood, deletedInFlight } from './34-deleted-in-flight.ts';
import { heldByFinalizer } from './34-held-by-a-finalizer.ts';
import { noRegistry, notUnderstood, oddId } from './35-not-understood.ts';
import { frozen } from './36-frozen.ts';
import { commitsByItself } from './37-commits-by-itself.ts';
import { neverCommitted } from './38-never-committed.ts';
import { twoRaftClusters } from './39-two-raftclusters.ts';
import { idsWrongByOne } from './40-ids-wrong-by-one.ts';
import { neverConfirmed, oneTemplateWrong } from './40-one-template.ts';
import { stepByStep } from './41-step-by-step.ts';
import { backButNeverStarts } from './42-back-but-never-starts.ts';
import { disturbed } from './43-disturbed.ts';
import { asked, askedAgainAndAgain } from './43-asked.ts';
import { clockJumps } from './44-clock-jumps.ts';
import { wrongClock } from './44-wrong-clock.ts';
import { fullDisk } from './45-full-disk.ts';
import { logBehind } from './45-log-behind.ts';
import type { Scenario } from './scenario.ts';

/** All rows of the removal rule (§6), in their order. */
export const scenarios: readonly Scenario[] = [
  ungracefulScaleDown,
  controllerAway,
  minVoters,
  gracefulLeave,
  leaderGoes,
  inRangePods,
  rollingRestart,
  quorumLost,
  thereAndBack,
  backInFlightUndone,
  backInFlightRemoved,
  backInFlightTooEarly,
  survivorDown,
  survivorLeaves,
  hibernation,
  oneSetAtZero,
  fallingAsleep,
  stuckTerminating,
  forcedAway,
  twoSets,
  startRaised,
  setDeleted,
  setOrphaned,
  answeredButStays,
  errorAfterSuccess,
  hangs,
  hangsAfterSuccess,
  resetAfterSuccess,
  truncated,
  notJson,
  leaderChangesBefore,
  leaderChangesDuring,
  leaderStepsDown,
  leaderStepsDownAfter,
  ...operatorKilled,
  leaderKilled,
  asleepBeforeSend,
  asleepOverFence,
  bothAwake,
  asleepForSeconds,
  lateRecord,
  lostRecord,
  lateDelete,
  tokenRotated,
  tokenNotEverywhere,
  tokenMayOnlyRead,
  followerLags,
  exLeaderShowsRemoval,
  removedRunsOn,
  followsAnother,
  readBitByBit,
  secondCluster,
  onlySecondCluster,
  notClusteredPod,
  foreignVoter,
  decommission,
  podOfTheLeader,
  observeAndSuspend,
  flapping,
  frozenCache,
  frozenSets,
  frozenPods,
  skippedGeneration,
  backWithinOnePass,
  wantedUnseen,
  presentUnseen,
  notReadable,
  apiServerDown,
  apiServerDownInFlight,
  budgetSpent,
  budgetOutlives,
  nonvoterGone,
  leftover,
  deletedInFlight,
  deletedForGood,
  heldByFinalizer,
  notUnderstood,
  oddId,
  noRegistry,
  frozen,
  commitsByItself,
  neverCommitted,
  twoRaftClusters,
  idsWrongByOne,
  oneTemplateWrong,
  neverConfirmed,
  stepByStep,
  backButNeverStarts,
  disturbed,
  askedAgainAndAgain,
  asked,
  wrongClock,
  clockJumps,
  fullDisk,
  logBehind,
];

import { ungracefulScaleDown } from './01-ungraceful-scale-down.ts';
import { gracefulLeave } from './02-graceful-leave.ts';
import { leaderGoes } from './03-leader-goes.ts';
import { inRangePods } from './04-in-range-pods.ts';
import { rollingRestart } from './05-rolling-restart.ts';
import { quorumLost } from './06-quorum-lost.ts';
import { thereAndBack } from './07-there-and-back.ts';
import { backInFlightRemoved, backInFlightTooEarly, backInFlightUndone } from './08-back-in-flight.ts';
import { survivorDown } from './09-survivor-down.ts';
import { hibernation, oneSetAtZero } from './10-hibernation.ts';
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
import type { Scenario } from './scenario.ts';

/** All rows of the removal rule (§6), in their order. */
export const scenarios: readonly Scenario[] = [
  ungracefulScaleDown,
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
  hibernation,
  oneSetAtZero,
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
];

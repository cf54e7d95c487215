import { ungracefulScaleDown } from './01-ungraceful-scale-down.ts';
import { gracefulLeave } from './02-graceful-leave.ts';
import { leaderGoes } from './03-leader-goes.ts';
import { inRangePods } from './04-in-range-pods.ts';
import { rollingRestart } from './05-rolling-restart.ts';
import { quorumLost } from './06-quorum-lost.ts';
import { thereAndBack } from './07-there-and-back.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  ungracefulScaleDown,
  gracefulLeave,
  leaderGoes,
  inRangePods,
  rollingRestart,
  quorumLost,
  thereAndBack,
];

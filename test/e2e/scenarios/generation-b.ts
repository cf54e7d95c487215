import type { Scenario } from '../harness/scenario.ts';
import { ungracefulScaleDown } from './01-ungraceful-scale-down.ts';
import { gracefulLeave } from './02-graceful-leave.ts';
import { leaderGoes } from './03-leader-goes.ts';
import { inRangePods } from './04-in-range-pods.ts';
import { rollingRestart } from './05-rolling-restart.ts';
import { quorumLost } from './06-quorum-lost.ts';
import { thereAndBack } from './07-there-and-back.ts';

/** The first seven again where only writers vote and two readers, a StatefulSet of their own, are nonvoters beside them. */
export const inGenerationB: readonly Scenario[] = [
  ungracefulScaleDown,
  gracefulLeave,
  leaderGoes,
  inRangePods,
  rollingRestart,
  quorumLost,
  thereAndBack,
].map((scenario) => ({
  ...scenario,
  title: scenario.title.replace(/^(\d+): (.*)$/, '$1B: $2, beside readers that do not vote'),
  generation: 'B',
}));

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
import { survivorDown } from './scenarios/09-survivor-down.ts';
import { twoSets } from './scenarios/12-two-sets.ts';
import { answeredButStays } from './scenarios/15-answered-but-stays.ts';
import { errorAfterSuccess } from './scenarios/16-error-after-success.ts';
import { hangs, hangsAfterSuccess, resetAfterSuccess } from './scenarios/17-unknown-outcome.ts';
import {
  killedBeforeFence,
  killedBeforeReport,
  killedBeforeSend,
  killedInFlight,
} from './scenarios/19-operator-killed.ts';
import { leaderKilled } from './scenarios/19-leader-killed.ts';
import { observeAndSuspend } from './scenarios/27-observe-and-suspend.ts';

/** Milliseconds. The first run on a machine builds the bed's binaries. */
const startTimeout = 1_500_000;
const sceneTimeout = 300_000;

/** Side by side, the longest first. */
const scenarios = [
  killedBeforeSend,
  answeredButStays,
  observeAndSuspend,
  hangs,
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

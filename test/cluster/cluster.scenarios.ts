import { afterAll, beforeAll, test } from '@jest/globals';

import { Scene } from '../e2e/harness/scene.ts';
import type { Scenario } from '../e2e/harness/scenario.ts';
import { summarize } from '../e2e/harness/summary.ts';
import { ungracefulScaleDown } from '../e2e/scenarios/01-ungraceful-scale-down.ts';
import { gracefulLeave } from '../e2e/scenarios/02-graceful-leave.ts';
import { leaderGoes } from '../e2e/scenarios/03-leader-goes.ts';
import { inRangePods } from '../e2e/scenarios/04-in-range-pods.ts';
import { rollingRestart } from '../e2e/scenarios/05-rolling-restart.ts';
import { quorumLost } from '../e2e/scenarios/06-quorum-lost.ts';
import { thereAndBack } from '../e2e/scenarios/07-there-and-back.ts';
import { survivorDown } from '../e2e/scenarios/09-survivor-down.ts';
import { twoSets } from '../e2e/scenarios/12-two-sets.ts';
import { observeAndSuspend } from '../e2e/scenarios/27-observe-and-suspend.ts';
import { buildHelm } from '../testbed/build/helm.ts';
import { startCluster } from './start.ts';
import { operatorImage } from './operator/image.ts';
import { installChart, uninstallOperator } from './operator/install.ts';
import { lostNode } from './scenarios/11-lost-node.ts';
import { drained } from './scenarios/19-drained.ts';
import { podKilled } from './scenarios/19-pod-killed.ts';
import { failovers } from './scenarios/failover.ts';
import { rolled, upgradedAndBack } from './scenarios/rollout.ts';
import { ClusterSuite } from './scenarios/suite.ts';

/** Milliseconds. The first run on a machine builds everything. */
const startTimeout = 1_800_000;
const sceneTimeout = 300_000;

/** Side by side. */
const scenarios = [
  observeAndSuspend,
  inRangePods,
  survivorDown,
  twoSets,
  quorumLost,
  thereAndBack,
  rollingRestart,
  gracefulLeave,
  ungracefulScaleDown,
  leaderGoes,
];

let suite: ClusterSuite;
let scenes = 0;

const play = (scenario: Scenario) => Scene.play(suite, `scene-${++scenes}`, scenario);

beforeAll(async () => {
  const image = operatorImage();
  suite = await ClusterSuite.on(
    await startCluster({ say: (line) => process.stderr.write(`${line}\n`), images: [image] }),
  );
}, startTimeout);

afterAll(async () => {
  const times = suite.failovers.map(
    ({ title, milliseconds }) => `${title}: removals went on after ${(milliseconds / 1_000).toFixed(1)} s`,
  );
  process.stdout.write(`\n${[...times, '', summarize(suite.results)].join('\n')}\n`);
  await suite.stop();
}, 60_000);

for (const scenario of scenarios) test.concurrent(scenario.title, () => play(scenario), sceneTimeout);

// One after the other: what they do to nodes and to the operator would disturb the rest.
const alone = [lostNode, podKilled, drained, ...failovers, rolled, upgradedAndBack];
for (const scenario of alone) test(scenario.title, () => play(scenario), sceneTimeout);

test(
  '1 again, after `kubectl delete -k config/default`, by the Helm chart',
  async () => {
    const helm = await buildHelm(() => undefined);
    await uninstallOperator(suite.cluster);
    await installChart(suite.cluster, helm);
    await play({
      ...ungracefulScaleDown,
      title: '1 by the Helm chart: 5→3, killed without leave',
      isSeenElsewhere: true,
    });
  },
  // Helm is built once.
  startTimeout,
);

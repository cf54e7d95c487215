import { afterAll, beforeAll, test } from '@jest/globals';

import { startBed } from '../testbed/bed.ts';
import type { Bed } from '../testbed/bed.ts';
import { buildHelm } from '../testbed/build/helm.ts';
import type { HelmPlace } from './chart/helm.ts';
import { olderChart } from './chart/older-chart.ts';
import { inOneNamespace, lifeOfARelease } from './installation/by-helm.ts';
import { OperatorExecutable, operatorImage } from './installation/operator-image.ts';
import { uninstallInAnyOrder } from './installation/uninstall.ts';

/** Milliseconds. */
const storyTimeout = 300_000;

let executable: OperatorExecutable;
let bed: Bed;
let helm: HelmPlace;

beforeAll(async () => {
  const file = await buildHelm(console.error);
  executable = await OperatorExecutable.build();
  bed = await startBed({ images: { [operatorImage]: executable.path } });
  helm = { file, home: bed.run.folder('helm-home'), kubeconfig: bed.adminKubeconfig };
}, 1_500_000);

afterAll(async () => {
  await bed.stop();
  executable.remove();
}, 60_000);

test(
  'uninstalling leaves nothing stuck, in any order and in mid-removal',
  () => uninstallInAnyOrder(bed),
  storyTimeout,
);

test(
  'a Helm release is installed from the chart before this one, upgraded, tested, rolled back, uninstalled, installed again',
  async () => {
    const { path, commit } = await olderChart(bed.run.folder('older-chart'));
    console.info(
      commit === undefined ? 'no commit before this one has a chart' : `upgraded from the chart of ${commit}`,
    );
    await lifeOfARelease(bed, helm, path);
  },
  storyTimeout,
);

test('a release for one namespace removes a voter with its Roles alone', () => inOneNamespace(bed, helm), storyTimeout);

import { spawnSync } from 'node:child_process';

import type { Step } from './step.ts';

/** Without a container engine the tests of the image are skipped, and say why; with CONTAINER_ENGINE=required nothing is. */
const hasEngine =
  process.env['CONTAINER_ENGINE'] === 'required' || spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

/** What the container tests need. */
export const imageSteps: readonly Step[] = hasEngine
  ? [
      {
        name: 'image: made twice, the same layers',
        command: 'node',
        args: ['scripts/image/main.ts', '--twice'],
        shown: /^(raftcluster-operator|dist)/,
      },
    ]
  : [];

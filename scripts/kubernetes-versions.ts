import { join } from 'node:path';
import { jestTests } from './count.ts';
import type { Count, Step } from './step.ts';

/** The end-to-end suite’s core: the manifests, the scale-down guard, and the first seven scenarios. At least so many tests. */
const core = {
  paths: 'test/e2e/(manifests|guard|e2e)\\.test',
  names: '^(the API server |the scale-down guard |[1-7]: )',
  manifests: 8,
  guard: 93,
  scenarios: 7,
};

/** The core of the end-to-end suite on a control plane that serves and does what this version of Kubernetes did. */
export function onKubernetes(version: string, resultsFolder: string): Step {
  const results = join(resultsFolder, `kubernetes-${version}.json`);
  const files = ['--testPathPatterns', core.paths, '--testNamePattern', core.names];
  return {
    name: `Kubernetes ${version}: manifests, scale-down guard, scenarios 1 to 7`,
    command: 'jest',
    args: ['--ci', '--selectProjects', 'e2e', '--runInBand', '--json', `--outputFile=${results}`, ...files],
    env: {
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      KUBERNETES: version,
    },
    count: () => counted(jestTests(results)()),
  };
}

/** The other tests of these files are not asked for; names that match nothing any more are a failure. */
function counted({ passed, failed }: Count): Count {
  const missing = passed + failed < core.manifests + core.guard + core.scenarios;
  return { passed, failed: missing ? Math.max(failed, 1) : failed };
}

/** Everything that guards a change: `make test`. Its last line is `N passed, N failed`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from './checks.ts';
import { goTests, jestTests, saidAtTheEnd } from './count.ts';
import { imageSteps } from './image-steps.ts';
import { onKubernetes } from './kubernetes-versions.ts';
import { runSteps } from './run-steps.ts';
import type { Step } from './step.ts';

const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
const ARCD = 'test/testbed/arcd';

/** What decides and what removes: not a branch of it may be without a test. */
const wholly = [
  '--coverage',
  '--coverageReporters=text-summary',
  '--coverageThreshold={"global":{"branches":100}}',
  ...['membership/**', 'stores/**', 'controller/{fence,remover,removal-answer,unsent-records}.ts'].map(
    (path) => `--collectCoverageFrom=src/${path}`,
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'raftcluster-operator-results-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const steps: readonly Step[] = [
  ...checks,
  { ...jest('unit tests', 'unit', ...wholly), shown: /^Jest: / },
  {
    name: 'binaries of the test bed',
    command: 'node',
    args: ['test/testbed/prepare.ts'],
    shown: /^(building|built|downloading|waiting|tests with) /,
  },
  { name: 'alerts', command: 'node', args: ['test/alerts/rules.check.ts'], count: saidAtTheEnd, shown: /are skipped/ },
  {
    name: 'dashboard: Prometheus understands its expressions',
    command: 'node',
    args: ['test/dashboard/expressions.check.ts'],
    count: saidAtTheEnd,
    shown: /is skipped/,
  },
  { name: 'go vet arcd', command: 'go', args: ['vet', './...'], folder: ARCD },
  { name: 'staticcheck arcd', command: 'go', args: ['tool', 'staticcheck', './...'], folder: ARCD },
  { name: 'tests of arcd', command: 'go', args: ['test', '-race', '-json', './...'], folder: ARCD, count: goTests },
  {
    name: 'Arc’s contract: arcd in both generations',
    command: 'node',
    args: ['test/stores/arc/contract/contract.check.ts'],
    count: saidAtTheEnd,
  },
  {
    name: 'simulation: the scenarios of the removal rule',
    command: 'node',
    args: ['test/simulation/scenarios/main.ts'],
    count: saidAtTheEnd,
  },
  {
    name: 'simulation: what its stories tell people',
    command: 'node',
    args: ['test/simulation/told/main.ts'],
    count: saidAtTheEnd,
  },
  {
    name: 'simulation: 5,000 random seeds',
    command: 'node',
    args: ['test/simulation/search/random.ts', '--seeds=5000'],
    shown: /^\d+ seeds from/,
  },
  {
    name: 'simulation: people who scale at will, held back by the scale-down guard',
    command: 'node',
    args: ['test/simulation/guarded/main.ts', '--seeds=150'],
    count: saidAtTheEnd,
  },
  {
    name: 'simulation: a crash at every point of the scenarios',
    command: 'node',
    args: ['test/simulation/crash/main.ts'],
    count: saidAtTheEnd,
  },
  { name: 'bundle', command: 'node', args: ['scripts/build.ts'] },
  { ...jest('end-to-end tests', 'e2e', '--runInBand'), shown: /^(PASS|FAIL) |is skipped/ },
  ...imageSteps,
  { ...jest('container tests', 'container'), shown: /^(PASS|FAIL) |are skipped/ },
  onKubernetes('1.35', folder),
  { name: 'API client: agrees with a real API server', command: 'node', args: ['test/kube/api-server.check.ts'] },
  { name: 'test bed: works, leaves nothing behind', command: 'node', args: ['test/testbed/bed.check.ts'] },
  {
    name: 'status page: in a browser, in every state',
    command: 'node',
    args: ['test/page/browser.check.ts'],
    shown: /is skipped: |^installing /,
    count: saidAtTheEnd,
  },
  { name: 'demo', command: 'node', args: ['test/demo/main.ts'] },
  { name: 'demo: interrupted, leaves nothing behind', command: 'node', args: ['test/demo/interrupt.check.ts'] },
  {
    name: 'documents: their commands on a fresh cluster',
    command: 'node',
    args: ['test/documents/documents.check.ts'],
  },
  { name: 'runbooks: followed word for word', command: 'node', args: ['test/documents/runbooks.check.ts'] },
];

process.exitCode = await runSteps(steps);

function jest(name: string, project: string, ...args: readonly string[]): Step {
  const results = join(folder, `${project}.json`);
  return {
    name,
    command: 'jest',
    args: ['--ci', '--selectProjects', project, '--json', `--outputFile=${results}`, ...args],
    env: { NODE_OPTIONS },
    count: jestTests(results),
  };
}

/** What takes too long for every change: `make test-long`, two and a half hours; the real cluster as root only. Its last line is `N passed, N failed`. */
import { saidAtTheEnd } from './count.ts';
import { runSteps } from './run-steps.ts';
import type { Step } from './step.ts';

const steps: readonly Step[] = [
  program('Arc’s recorded answers (of the folder ../shared)', 'test/stores/arc/fixtures/compare.ts'),
  counting('Kubernetes 1.36: manifests, scale-down guard, scenarios 1 to 7', 'scripts/e2e-versions.ts', '1.36'),
  counting('conformance of the simulation', 'test/simulation/conformance/main.ts'),
  counting('exhaustive: small scopes', 'test/simulation/exhaustive/main.ts'),
  counting('exhaustive: minSafeReplicas', 'test/simulation/exhaustive/min-safe-replicas.ts'),
  counting('scale-down guard: 10,000 random seeds', 'test/simulation/guarded/main.ts', '--seeds=10000'),
  counting('exhaustive: stale caches', 'test/simulation/stale/main.ts'),
  counting('exhaustive: notifications that never come', 'test/simulation/unobserved/main.ts'),
  counting('exhaustive: pairs of crashes', 'test/simulation/crash/main.ts', '--pairs'),
  counting('planted defects', 'test/simulation/planted/main.ts'),
  ...(process.getuid?.() === 0
    ? [{ name: 'real cluster: kubelet and containerd', command: 'make', args: ['e2e-cluster'], count: saidAtTheEnd }]
    : []),
];

process.exitCode = await runSteps(steps);

function program(name: string, ...args: readonly string[]): Step {
  return { name, command: 'node', args };
}

function counting(name: string, ...args: readonly string[]): Step {
  return { ...program(name, ...args), count: saidAtTheEnd };
}

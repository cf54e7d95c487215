import type { Step } from './step.ts';

/** What holds for every file; each counts as one test. */
export const checks: readonly Step[] = [
  { name: 'formatting', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint and dependency rule', command: 'oxlint', args: ['--type-aware', '--type-check', '--deny-warnings'] },
  { name: 'lint refuses what it must', command: 'node', args: ['scripts/lint-proof.ts'] },
  { name: 'types', command: 'tsc', args: [] },
  { name: 'unused files, exports and packages', command: 'knip', args: ['--no-progress'] },
  { name: 'generated files', command: 'node', args: ['scripts/generate.ts', '--check'] },
  { name: 'commands in the documentation', command: 'node', args: ['scripts/documented-commands.ts'] },
];

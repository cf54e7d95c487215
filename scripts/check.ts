/** Runs all checks, also after one has failed: `make check`. */
import { checks } from './checks.ts';
import { runStep } from './step.ts';

let failed = 0;
for (const check of checks) failed += (await runStep(check)).failed;
process.exitCode = failed === 0 ? 0 : 1;

import { runStep, type Step } from './step.ts';

/** One step after the other, then the line that sums them up. Answers the exit code. */
export async function runSteps(steps: readonly Step[]): Promise<number> {
  let [passed, failed] = [0, 0];
  for (const step of steps) {
    const count = await runStep(step);
    passed += count.passed;
    failed += count.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

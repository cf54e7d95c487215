import { readFileSync } from 'node:fs';
import type { Count } from './step.ts';

/** The tests in a file that `jest --json --outputFile` wrote; a test file that could not run counts as a failed test. */
export function jestTests(file: string): () => Count {
  return () => {
    const result = JSON.parse(readFileSync(file, 'utf8')) as JestResult;
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  };
}

/** The tests in the output of `go test -json`; a package that fails without a failed test counts as one. */
export function goTests(output: string): Count {
  const events = output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as GoEvent] : []));
  const tests = events.filter(({ Test }) => Test !== undefined);
  const count = (action: string): number => tests.filter(({ Action }) => Action === action).length;
  const failed = count('fail');
  const isBroken = events.some(({ Action, Test }) => Action === 'fail' && Test === undefined);
  return { passed: count('pass'), failed: failed === 0 && isBroken ? 1 : failed, skipped: count('skip') };
}

/** What a program says in a line `N passed, N failed`; rows of the contract suite may also be `not run`. */
export function saidAtTheEnd(output: string): Count {
  const lines = [...output.matchAll(/^(\d+)(?: rows)? passed, (\d+) failed(?:, (\d+) not run)?$/gm)];
  const [, passed = 0, failed = 1, skipped = 0] = lines.at(-1) ?? [];
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

interface GoEvent {
  readonly Action: string;
  readonly Test?: string;
}

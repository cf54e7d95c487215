/**
 * Plays the scenarios of a real cluster: `make e2e-cluster`. Its last line is `N passed, N failed`. Jest keeps signals from
 * its tests, so what a cluster leaves is taken away here.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abandonedRuns } from '../testbed/run-folder.ts';
import { putAway } from './machine/leftovers.ts';
import { requireRoot } from './machine/require-root.ts';
import { operatorImage } from './operator/image.ts';
import { CLUSTER_RUNS } from './start.ts';

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

const folder = mkdtempSync(join(tmpdir(), 'e2e-cluster-'));
const results = join(folder, 'results.json');

try {
  requireRoot();
  operatorImage();
  const code = await playAll(process.argv[2] ?? '');
  takeAway();
  if (!existsSync(results)) throw new Error('the scenarios were not played to their end');
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8')) as Counts;
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exitCode = code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Those whose title matches; an empty text matches all. Returns the exit code. */
async function playAll(titles: string): Promise<number> {
  const config = join(import.meta.dirname, 'jest.config.json');
  const jest = spawn('jest', ['--config', config, '--runInBand', '--json', `--outputFile=${results}`, '-t', titles], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => jest.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    jest.once('error', reject);
    jest.once('close', (status) => resolve(status ?? 1));
  });
}

function takeAway(): void {
  for (const run of abandonedRuns(CLUSTER_RUNS)) {
    putAway(run);
    rmSync(run, { recursive: true, force: true });
  }
}

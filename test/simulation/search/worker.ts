import { parentPort } from 'node:worker_threads';

import type { Report } from './pool.ts';
import { runSeed } from './run-seed.ts';

parentPort?.on('message', (seed: number) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has none
  void play(seed).then((report) => parentPort?.postMessage(report));
});

/** A world that cannot go on is a finding, too: of the suite, if not of the operator. */
async function play(seed: number): Promise<Report> {
  try {
    const { world: _, ...report } = await runSeed(seed);
    return report;
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const violations = [{ rule: 'S0', at: 0, message }];
    return { seed, hash: '', end: 'failed', violations, counts: [], steps: 0, lasted: 0 };
  }
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Violation } from '../oracles/violation.ts';

/** What a worker tells of one seed. */
export interface Report {
  readonly seed: number;
  readonly hash: string;
  readonly end: string;
  readonly violations: readonly Violation[];
  readonly counts: readonly (readonly [string, number])[];
  readonly steps: number;
  /** Virtual milliseconds. */
  readonly lasted: number;
}

/** Plays seeds from `from` on, one after the other on every core, until `count` are done or `told` says that it is enough. */
export async function playSeeds(
  { from, count }: { readonly from: number; readonly count: number },
  told: (report: Report) => 'go on' | 'enough',
): Promise<void> {
  let next = from;
  let isEnough = false;
  const play = async (): Promise<void> => {
    const worker = new Worker(new URL('worker.ts', import.meta.url));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const feed = (): void => {
      if (isEnough || next >= from + count) resolve();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has none
      else worker.postMessage(next++);
    };
    worker.on('message', (report: Report) => {
      if (told(report) === 'enough') isEnough = true;
      feed();
    });
    worker.on('error', reject);
    feed();
    try {
      await promise;
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), count) }, play));
}

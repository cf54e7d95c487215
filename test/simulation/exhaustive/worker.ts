/** The thread of one shard. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Scope } from './model/state.ts';
import { Shard } from './shard.ts';
import type { Batch } from './shard.ts';

/** What a thread is asked: to go on with what leads to it, or how one of its states was met. */
export type Question = { readonly batches: readonly Batch[] } | { readonly index: number };

const { scope, number, shards } = workerData as {
  readonly scope: Scope;
  readonly number: number;
  readonly shards: number;
};
const shard = new Shard(scope, number, shards);

parentPort?.on('message', (question: Question) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
  parentPort?.postMessage('index' in question ? shard.trail.at(question.index) : shard.advance(question.batches));
});

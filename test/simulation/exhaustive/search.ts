import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { pack } from './model/packed.ts';
import { initial } from './model/state.ts';
import type { Scope } from './model/state.ts';
import { asBatch, shardOf } from './shard.ts';
import type { Batch, Counts, Level } from './shard.ts';
import { retrace } from './trail.ts';
import type { Link } from './trail.ts';
import type { Question } from './worker.ts';

export interface Result extends Counts {
  /** Steps of the longest of the shortest paths to a state. */
  readonly depth: number;
  readonly found: { readonly what: string; readonly path: readonly string[] } | undefined;
}

/**
 * Every order of everything that may happen in a scope, each state once, breadth first, so that a violation is found by one
 * of the shortest paths. On all cores: each state belongs to one thread, and the threads go on to the next level together.
 */
export async function explore(scope: Scope, tell: (counts: Counts, depth: number) => void): Promise<Result> {
  const shards = availableParallelism();
  const workers = Array.from(
    { length: shards },
    (_, number) => new Worker(new URL('worker.ts', import.meta.url), { workerData: { scope, number, shards } }),
  );
  try {
    const start = pack(initial(scope));
    let open: readonly (readonly Batch[])[] = workers.map((_, number) =>
      shardOf(start, shards) === number ? [asBatch(new Map([[start, nowhere]]))] : [],
    );
    for (let depth = 0; ; depth++) {
      const levels = await Promise.all(
        workers.map((worker, number) => ask<Level>(worker, { batches: open[number] ?? [] })),
      );
      const counts = sum(levels.map((level) => level.counts));
      const found = levels.find((level) => level.found)?.found;
      if (found) {
        const path = retrace(scope, [...(await choicesTo(found.link.from, workers)), found.link.choice]);
        return { ...counts, depth, found: { what: found.what, path } };
      }
      if (levels.every(({ next }) => next.every(({ states }) => states === '')))
        return { ...counts, depth, found: undefined };
      tell(counts, depth);
      open = workers.map((_, number) => levels.flatMap(({ next }) => next[number] ?? []));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Of the first state: it was met from itself. */
const nowhere: Link = { from: 2 ** 32 - 1, choice: 0 };

async function ask<Answer>(worker: Worker, question: Question): Promise<Answer> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
  worker.postMessage(question);
  const [answer] = (await once(worker, 'message')) as [Answer];
  return answer;
}

async function choicesTo(state: number, workers: readonly Worker[]): Promise<readonly number[]> {
  const choices: number[] = [];
  for (let at = state; ;) {
    const worker = workers[at % workers.length];
    if (!worker) throw new Error('no such shard');
    const link = await ask<Link>(worker, { index: Math.floor(at / workers.length) });
    if (link.from === nowhere.from) return choices.toReversed();
    choices.push(link.choice);
    at = link.from;
  }
}

function sum(all: readonly Counts[]): Counts {
  const total = (of: (counts: Counts) => number) => all.reduce((before, counts) => before + of(counts), 0);
  return {
    states: total(({ states }) => states),
    steps: total(({ steps }) => steps),
    decisions: total(({ decisions }) => decisions),
    sends: total(({ sends }) => sends),
    late: total(({ late }) => late),
    removed: total(({ removed }) => removed),
    notRemoved: total(({ notRemoved }) => notRemoved),
  };
}

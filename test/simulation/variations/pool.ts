import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Answer } from './serve.ts';

/** Real milliseconds that a task may take, a hundred times what one needs: a run that does not end is a finding, too. */
const longest = 300_000;

/** Plays tasks on all cores, with a worker that `serve`s. What it is told comes in no order. */
export class Pool<Task, Report> {
  readonly #program: URL;
  readonly #workers: Worker[];

  constructor(program: URL) {
    this.#program = program;
    this.#workers = Array.from({ length: availableParallelism() }, () => new Worker(program));
  }

  async run(tasks: readonly Task[], told: (task: Task, answer: Answer<Report>) => void): Promise<void> {
    let next = 0;
    const work = async (_: Worker, place: number): Promise<void> => {
      for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) told(task, await this.#ask(place, task));
    };
    await Promise.all(this.#workers.map(work));
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map(async (worker) => worker.terminate()));
  }

  async #ask(place: number, task: Task): Promise<Answer<Report>> {
    const worker = this.#workers[place] ?? new Worker(this.#program);
    const { promise, resolve } = Promise.withResolvers<Answer<Report>>();
    const fail = (error: string): void => {
      resolve({ error });
      void worker.terminate();
      this.#workers[place] = new Worker(this.#program);
    };
    const died = (error: unknown): void => fail(`the worker died: ${String(error)}`);
    const timer = setTimeout(() => fail(`no end within ${longest / 1000} s of real time`), longest);
    worker.once('error', died);
    worker.once('message', resolve);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has none
    worker.postMessage(task);
    const answer = await promise;
    clearTimeout(timer);
    worker.off('error', died);
    return answer;
  }
}

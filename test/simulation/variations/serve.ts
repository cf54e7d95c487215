import { parentPort } from 'node:worker_threads';

/** What a worker answers: a report, or why there is none. */
export type Answer<Report> = { readonly report: Report } | { readonly error: string };

/** Plays the tasks that the main thread sends, one after the other. */
export function serve(play: (task: never) => Promise<unknown>): void {
  parentPort?.on('message', (task: unknown) => {
    const answer = async (): Promise<Answer<unknown>> => {
      try {
        return { report: await play(task as never) };
      } catch (error) {
        return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      }
    };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has none
    void answer().then((message) => parentPort?.postMessage(message));
  });
}

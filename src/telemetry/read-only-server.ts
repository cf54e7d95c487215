import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What else a request says. */
export interface Asked {
  /** What follows the `?`. */
  readonly query: string;
  /** The `Host` header; `''`: none. */
  readonly host: string;
}

export interface Answer {
  readonly status: number;
  /** Whole, or in pieces that are made only as fast as they are taken, each in a turn of the event loop of its own. */
  readonly text: string | AsyncIterable<string>;
  /** Besides the length; default: plain text. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** For a connection over which nothing goes. Milliseconds. */
const idleTimeout = 30_000;
const plainText = { 'content-type': 'text/plain; charset=utf-8' };

/**
 * Answers GET and HEAD, and nothing else, on a port of its own. What goes wrong with an answer is a 500 without a word of
 * why: that is `onFault`'s. While it listens it keeps the process alive: while the API server is away no connection is
 * open, and timers do not count.
 */
export class ReadOnlyServer {
  readonly #server: Server;

  /** `answer` is asked with the path, without its query. */
  constructor(answer: (path: string, asked: Asked) => Answer | Promise<Answer>, onFault: (error: unknown) => void) {
    const toAnswer = async ({ method, url = '', headers }: IncomingMessage): Promise<Answer> => {
      if (method !== 'GET' && method !== 'HEAD')
        return { status: 405, text: 'only GET and HEAD\n', headers: { ...plainText, allow: 'GET, HEAD' } };
      const [path = '', query = ''] = url.split('?', 2);
      return answer(path, { query, host: headers.host ?? '' });
    };
    this.#server = createServer((request, response) => {
      toAnswer(request)
        .then(async (ready) => send(response, ready, request.method === 'HEAD'))
        .catch((error: unknown) => {
          onFault(error);
          // What has begun cannot become an error any more: it breaks off.
          if (response.headersSent) response.destroy();
          else response.writeHead(500, plainText).end('internal error\n');
        });
    }).setTimeout(idleTimeout);
  }

  /** Answers the port that it listens on; no host: on every address, of IPv6 where the machine has it. */
  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, ...(host === '' ? {} : { host }) }, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function send(response: ServerResponse, answer: Answer, isHead: boolean): Promise<void> {
  const { status, text, headers = plainText } = answer;
  if (typeof text === 'string') {
    const body = Buffer.from(text);
    // Node.js itself leaves the body out of the answer to a HEAD.
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    return;
  }
  if (isHead) return void response.writeHead(status, headers).end();
  for await (const piece of text) {
    if (!response.headersSent) response.writeHead(status, headers);
    const isTaken = response.write(piece);
    await (isTaken ? turn() : drained(response));
    if (response.destroyed) return;
  }
  response.end();
}

async function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Whoever asked takes more, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

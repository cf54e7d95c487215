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
  readonly text: string;
  /** Besides the length; default: plain text. */
  readonly headers?: Readonly<Record<string, string>>;
}

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
        .catch((error: unknown): Answer => {
          onFault(error);
          return { status: 500, text: 'internal error\n' };
        })
        .then((ready) => send(response, ready))
        .catch(onFault);
    });
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

function send(response: ServerResponse, { status, text, headers = plainText }: Answer): void {
  const body = Buffer.from(text);
  // Node.js itself leaves the body out of the answer to a HEAD.
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

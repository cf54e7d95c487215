import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KubeConnection } from '../../src/kube/kube-config.ts';
import { HttpServer } from '../ports/http-server.ts';

/** An API server whose every answer is dictated by the test: requests wait, in order of arrival, to be taken by `next`. */
export class FakeApiServer {
  readonly http: HttpServer;
  /** The token that `authorize` gives, and how often it was asked for a fresh one. */
  token = 'first';
  refreshes = 0;
  readonly #waiting: Exchange[] = [];
  readonly #takers: ((exchange: Exchange) => void)[] = [];

  private constructor(http: HttpServer) {
    this.http = http;
    http.answer = (request, response) => {
      const exchange = new Exchange(request, response, http.received.at(-1)?.body ?? '');
      const taker = this.#takers.shift();
      if (taker === undefined) this.#waiting.push(exchange);
      else taker(exchange);
    };
  }

  static async start(): Promise<FakeApiServer> {
    return new FakeApiServer(await HttpServer.start());
  }

  /** The next request; fails when none comes. */
  async next(): Promise<Exchange> {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) return waiting;
    const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
    const timeout = setTimeout(() => reject(new Error('No request came')), 5_000);
    this.#takers.push(resolve);
    try {
      return await promise;
    } finally {
      clearTimeout(timeout);
    }
  }

  get pending(): number {
    return this.#waiting.length;
  }

  connection(path = ''): KubeConnection {
    return {
      server: this.http.origin + path,
      authorize: async (fresh) => {
        if (fresh) {
          this.refreshes += 1;
          this.token = 'second';
        }
        return { authorization: `Bearer ${this.token}` };
      },
    };
  }

  async stop(): Promise<void> {
    await this.http.stop();
  }
}

/** One request, to be answered by the test. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly #response: ServerResponse;

  constructor(request: IncomingMessage, response: ServerResponse, body: string) {
    const url = new URL(request.url ?? '', 'http://fake');
    this.method = request.method ?? '';
    this.path = url.pathname;
    this.query = Object.fromEntries(url.searchParams);
    this.headers = request.headers;
    this.body = body;
    this.#response = response;
  }

  get json(): unknown {
    const parsed: unknown = JSON.parse(this.body);
    return parsed;
  }

  answer(object: object, code = 200): this {
    this.#response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(object));
    return this;
  }

  refuse(code: number, reason = '', headers: Record<string, string> = {}): this {
    const body = JSON.stringify(status(code, reason));
    this.#response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body);
    return this;
  }

  /** Answers a list. */
  list(resourceVersion: string, items: readonly object[], next?: string): this {
    return this.answer({ kind: 'PodList', metadata: { resourceVersion, ...(next && { continue: next }) }, items });
  }

  /** Sends one event of a watch; the first one opens the stream. */
  event(type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'ERROR', object: object): this {
    return this.raw(`${JSON.stringify({ type, object })}\n`);
  }

  bookmark(resourceVersion: string, endsInitialEvents = false): this {
    const annotations = endsInitialEvents ? { 'k8s.io/initial-events-end': 'true' } : {};
    const object = { kind: 'Pod', metadata: { resourceVersion, annotations } };
    return this.raw(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }

  raw(text: string | Uint8Array): this {
    this.#response.write(text);
    return this;
  }

  end(): this {
    this.#response.end();
    return this;
  }

  /** Breaks the connection without a farewell. */
  reset(): this {
    this.#response.socket?.resetAndDestroy();
    return this;
  }

  /** Whether the client has gone. */
  get abandoned(): boolean {
    return this.#response.destroyed;
  }
}

export function status(code: number, reason = ''): object {
  const details = reason === 'NotFound' ? { details: { name: 'of-that-name' } } : {};
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message: `the server says ${code}`,
    ...details,
  };
}

export function pod(name: string, resourceVersion: string | number, uid = `uid-${name}`, namespace = 'arc'): object {
  return { kind: 'Pod', metadata: { namespace, name, uid, resourceVersion: String(resourceVersion) } };
}

import type { Clock } from '../ports/clock.ts';
import type { CreateHttpClient, HttpAnswer, HttpClient, HttpRequest } from '../ports/http.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { KubeConnection } from './kube-config.ts';
import { KubeError } from './kube-error.ts';

/** A request to the API server: `what` names it in errors. */
export interface KubeRequest {
  readonly what: string;
  readonly method: HttpRequest['method'];
  /** Path and query, encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds, for a stream until its headers are there. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

type Credentials = 'cached' | 'fresh';

const connectTimeout = 5_000;
const requestConnections = 8;
/** A watch holds its connection as long as it lives. */
const watchConnections = 32;
/** Far more than one object may have in etcd (1.5 MiB), enough for a page of 500 large ones. */
const maxBytes = 64 * 1024 * 1024;
/** Milliseconds and bytes for the body of a refused watch. */
const refusal = { timeout: 5_000, maxBytes: 64 * 1024 };

/**
 * HTTP to one API server with its credentials. Throws only `KubeError`. Tries nothing twice but for one fresh look at
 * the credentials after 401, an answer that says that nothing was done.
 */
export class KubeTransport {
  readonly #connection: KubeConnection;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #requests: HttpClient;
  readonly #watches: HttpClient;
  readonly #origin: string;
  readonly #prefix: string;

  constructor(connection: KubeConnection, createHttpClient: CreateHttpClient, clock: Clock, metrics: Metrics) {
    const { origin, pathname } = new URL(connection.server);
    const tls = connection.tls === undefined ? {} : { tls: connection.tls };
    this.#connection = connection;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#origin = origin;
    this.#prefix = pathname.replace(/\/$/, '');
    this.#requests = createHttpClient({
      ...tls,
      connections: requestConnections,
      connectTimeout,
    });
    this.#watches = createHttpClient({
      ...tls,
      connections: watchConnections,
      connectTimeout,
    });
  }

  /** Answers with a 2xx; anything else is an error. */
  async send(request: KubeRequest): Promise<HttpAnswer> {
    try {
      const answer = await this.#authorized(request, (authorized) => this.#requests.send(authorized));
      if (answer.status >= 200 && answer.status <= 299) return answer;
      throw KubeError.fromAnswer(answer, request.what);
    } catch (error) {
      throw KubeError.from(error, request.what);
    }
  }

  /** The body of a 200 as it arrives; iterating it throws `KubeError` when the stream breaks. */
  async stream(request: KubeRequest & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>> {
    try {
      const answer = await this.#authorized(request, (authorized) => this.#open(authorized));
      if (answer.status === 200 && 'stream' in answer) return failingAs(answer.stream, request.what);
      throw KubeError.fromAnswer(answer, request.what);
    } catch (error) {
      throw KubeError.from(error, request.what);
    }
  }

  /** Ends all connections; calls under way fail with code `aborted`. */
  async close(): Promise<void> {
    await Promise.all([this.#requests.close(), this.#watches.close()]);
  }

  async #authorized<A extends { readonly status: number }>(
    request: KubeRequest,
    send: (authorized: HttpRequest) => Promise<A>,
  ): Promise<A> {
    const answer = await this.#counted(send, await this.#authorize(request, 'cached'));
    return answer.status === 401 ? this.#counted(send, await this.#authorize(request, 'fresh')) : answer;
  }

  async #counted<A extends { readonly status: number }>(
    send: (authorized: HttpRequest) => Promise<A>,
    request: HttpRequest,
  ): Promise<A> {
    const { host } = new URL(this.#origin);
    const count = (code: string): void =>
      this.#metrics.count('rest_client_requests_total', { code, method: request.method, host });
    try {
      const answer = await send(request);
      count(String(answer.status));
      return answer;
    } catch (error) {
      count('<error>');
      throw error;
    }
  }

  async #authorize(request: KubeRequest, credentials: Credentials): Promise<HttpRequest> {
    const { what: _, signal, ...rest } = request;
    const authorization = await this.#credentials(request, credentials);
    return {
      ...rest,
      origin: this.#origin,
      path: this.#prefix + request.path,
      headers: {
        accept: 'application/json',
        ...request.headers,
        ...authorization,
      },
      maxBytes,
      ...(signal === undefined ? {} : { signal }),
    };
  }

  /** Credentials may come from another process or over the network, so they have a deadline too. */
  async #credentials(request: KubeRequest, credentials: Credentials): Promise<Readonly<Record<string, string>>> {
    const deadline = this.#clock.deadline(request.timeout, request.signal);
    const late = Promise.withResolvers<never>();
    const expire = (): void => {
      const code = request.signal?.aborted === true ? 'aborted' : 'timeout';
      late.reject(new KubeError(code, `${request.what}: no credentials in time`));
    };
    if (deadline.signal.aborted) expire();
    deadline.signal.addEventListener('abort', expire, { once: true });
    try {
      return await Promise.race([this.#connection.authorize(credentials === 'fresh'), late.promise]);
    } catch (cause) {
      if (cause instanceof KubeError) throw cause;
      const message = `${request.what}: no credentials: check the kubeconfig's user or the service account token file`;
      throw new KubeError('unauthorized', message, { cause });
    } finally {
      deadline.signal.removeEventListener('abort', expire);
      deadline.done();
    }
  }

  async #open(request: HttpRequest): Promise<HttpAnswer & { readonly stream?: AsyncIterable<Uint8Array> }> {
    const giveUp = new AbortController();
    const signals = request.signal === undefined ? [giveUp.signal] : [request.signal, giveUp.signal];
    const signal = AbortSignal.any(signals);
    const { status, headers, body } = await this.#watches.stream({
      ...request,
      maxBytes: Number.POSITIVE_INFINITY,
      signal,
    });
    if (status === 200) return { status, headers, body: new Uint8Array(), stream: body };
    const timer = this.#clock.after(refusal.timeout, () => giveUp.abort());
    try {
      return { status, headers, body: await collect(body, refusal.maxBytes) };
    } finally {
      timer.cancel();
    }
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    chunks.push(piece);
    size += piece.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

async function* failingAs(pieces: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<Uint8Array, void> {
  try {
    yield* pieces;
  } catch (error) {
    throw KubeError.from(error, what);
  }
}

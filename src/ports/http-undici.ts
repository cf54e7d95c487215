import { Agent, Client, type Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import type {
  CreateHttpClient,
  HttpAnswer,
  HttpClient,
  HttpClientOptions,
  HttpRequest,
  HttpStream,
  NotSent,
  TlsOptions,
} from './http.ts';
import { failure, toHttpError } from './http-failure.ts';
import { Flight, Refusal } from './http-flight.ts';
import { createClock } from './real-clock.ts';

/** Milliseconds that an idle connection is kept: longer than from an observation to the request it justifies. */
const keepAlive = 10_000;
/** Milliseconds without traffic until the kernel asks whether the peer is still there; ten lost probes 1 s apart end it. */
const probeAfter = 30_000;

/** The `HttpClient` of production. */
export const createHttpClient: CreateHttpClient = (options) => new UndiciHttpClient(options, createClock());

/** One TCP connection from its handshake to its end. Compared by identity: a successor is not the same connection. */
interface Connection {
  readonly client: Client;
}

class UndiciHttpClient implements HttpClient {
  readonly #agent: Agent;
  readonly #clock: Clock;
  /** By origin; kept only where an origin has one connection. */
  readonly #open = new Map<string, Connection>();
  readonly #single: boolean;

  constructor(options: HttpClientOptions, clock: Clock) {
    this.#clock = clock;
    this.#single = options.connections === 1;
    this.#agent = new Agent({
      // HTTP/2 has no ping timeout in undici: one black-holed connection would fail all later requests.
      allowH2: false,
      connections: options.connections,
      pipelining: 1,
      keepAliveTimeout: keepAlive,
      connect: {
        timeout: options.connectTimeout,
        keepAlive: true,
        keepAliveInitialDelay: probeAfter,
        ...tlsConnect(options.tls),
      },
    });
    if (this.#single) this.#follow();
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#exchange(request, new Flight());
  }

  async sendNow(request: HttpRequest, mayStillSend: () => boolean): Promise<HttpAnswer | NotSent> {
    if (!this.#single) throw new TypeError('sendNow needs a client with one connection an origin');
    const { origin } = new URL(request.origin);
    const connection = this.#open.get(origin);
    if (connection === undefined || !isIdle(connection)) return { notSent: 'noOpenConnection' };
    // undici lets one turn of the event loop pass before it writes to a connection that it has used before
    // (GHSA-35p6-xmwp-9g52), and opens another one if this one ends meanwhile. So both questions are asked again
    // where it writes, and nothing comes between the gate's yes and the write.
    const flight = new Flight(() => {
      if (this.#open.get(origin) !== connection) throw new Refusal('noOpenConnection');
      if (!mayStillSend()) throw new Refusal('tooLate');
    });
    try {
      return await this.#exchange(request, flight);
    } catch (error) {
      if (error instanceof Refusal) return { notSent: error.why };
      if (flight.written || request.signal?.aborted === true) throw error;
      return { notSent: 'noOpenConnection' };
    }
  }

  async stream(request: HttpRequest): Promise<HttpStream> {
    const flight = new Flight();
    const { statusCode, headers, body } = await this.#headers(request, flight);
    // Whoever reads sees the error; nobody reading must not end the process.
    body.on('error', () => {});
    const stop = (): void => void body.destroy(request.signal?.reason);
    if (request.signal?.aborted === true) stop();
    request.signal?.addEventListener('abort', stop, { once: true });
    body.once('close', () => request.signal?.removeEventListener('abort', stop));
    return {
      status: statusCode,
      headers: flatten(headers),
      body: pieces(body, request),
    };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #exchange(request: HttpRequest, flight: Flight): Promise<HttpAnswer> {
    const deadline = this.#clock.deadline(request.timeout, request.signal);
    try {
      const { statusCode, headers, body } = await this.#dispatch(request, flight, deadline.signal);
      const chunks: Uint8Array[] = [];
      for await (const chunk of pieces(body, request)) chunks.push(chunk);
      return {
        status: statusCode,
        headers: flatten(headers),
        body: Buffer.concat(chunks),
      };
    } catch (error) {
      throw error instanceof Refusal ? error : toHttpError(error, request, flight.written);
    } finally {
      deadline.done();
    }
  }

  async #headers(request: HttpRequest, flight: Flight): Promise<Dispatcher.ResponseData> {
    const deadline = this.#clock.deadline(request.timeout, request.signal);
    try {
      return await this.#dispatch(request, flight, deadline.signal);
    } catch (error) {
      throw toHttpError(error, request, flight.written);
    } finally {
      deadline.done();
    }
  }

  async #dispatch(request: HttpRequest, flight: Flight, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const response = this.#agent.compose(flight.intercept).request({
      origin: request.origin,
      path: request.path,
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    // undici heeds a signal only once it has begun to write: while a request waits for a connection, nobody would.
    return orAborted(response, signal);
  }

  #follow(): void {
    this.#agent.on('connect', (origin, targets) => {
      const client = targets.at(-1);
      if (client instanceof Client) this.#open.set(origin.origin, { client });
    });
    this.#agent.on('disconnect', (origin) => this.#open.delete(origin.origin));
  }
}

function isIdle({ client }: Connection): boolean {
  return client.stats.connected && client.stats.size === 0;
}

async function* pieces(body: AsyncIterable<Uint8Array>, request: HttpRequest): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > request.maxBytes) throw failure('tooLarge', request, undefined, `more than ${request.maxBytes} bytes`);
      yield chunk;
    }
  } catch (error) {
    throw toHttpError(error, request, true);
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name, [value].flat()[0] ?? '']));
}

function tlsConnect(tls: TlsOptions = {}): object {
  const { ca, cert, key, serverName, insecureSkipVerify } = tls;
  const given = {
    ca,
    cert,
    key,
    servername: serverName,
    rejectUnauthorized: insecureSkipVerify === true ? false : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

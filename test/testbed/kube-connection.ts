import { Pool } from 'undici';
import { KubeAnswerError } from './kube-answer-error.ts';

/** Milliseconds for one request. */
const DEADLINE = 15_000;
/** Milliseconds a watch may be silent: bookmarks come about once a minute. */
const SILENCE = 120_000;

export type KubeQuery = Readonly<Record<string, string>>;

export interface KubeAccess {
  /** `https://127.1.2.1:6443` */
  readonly server: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

interface SendOptions {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly query?: KubeQuery;
}

/** One identity's connections to the API server. */
export class KubeConnection {
  readonly #pool: Pool;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(access: KubeAccess) {
    // HTTP/2 has no dead-connection timeout in undici: a black-holed connection would block every later request.
    this.#pool = new Pool(access.server, {
      allowH2: false,
      connections: 32,
      connect: { ca: access.ca, timeout: 5_000 },
      bodyTimeout: SILENCE,
    });
    this.#headers = { authorization: `Bearer ${access.token}`, accept: 'application/json' };
  }

  /** The parsed body of the answer. */
  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: SendOptions = {},
  ): Promise<unknown> {
    const { statusCode, body } = await this.#pool.request({
      method,
      path: withQuery(path, options.query),
      headers: {
        ...this.#headers,
        ...(options.body !== undefined && { 'content-type': options.contentType ?? 'application/json' }),
      },
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: AbortSignal.timeout(DEADLINE),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new KubeAnswerError(method, path, statusCode, text);
    return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
  }

  /** The body line by line, for as long as the server sends and `signal` allows. */
  async *lines(path: string, query: KubeQuery, signal: AbortSignal): AsyncGenerator<string> {
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path: withQuery(path, query),
      headers: this.#headers,
      headersTimeout: DEADLINE,
      signal,
    });
    if (statusCode >= 300) throw new KubeAnswerError('GET', path, statusCode, await body.text());
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const pieces = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      rest = pieces.pop() ?? '';
      yield* pieces;
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function withQuery(path: string, query: KubeQuery = {}): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * HTTP as the code may know it. One client belongs to one TLS configuration; it opens at most
 * `connections` connections an origin (admin APIs: 1), speaks HTTP/1.1 only, follows no redirect and retries nothing.
 */
export interface HttpClient {
  /** Sends and reads the whole body. Errors: `HttpError`. Any status is an answer, not an error. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * Sends only over an idle connection that is already open, and only if `mayStillSend` says so; both are checked in
   * the same turn of the event loop that hands the request to the connection. Otherwise nothing is sent: `notSent`.
   */
  sendNow(request: HttpRequest, mayStillSend: () => boolean): Promise<HttpAnswer | NotSent>;
  /** Sends and hands over the body piece by piece. The request's deadline ends when the headers are there. */
  stream(request: HttpRequest): Promise<HttpStream>;
  /** Ends all connections; requests under way fail with code `closed`. */
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `http://10.0.0.7:8000` */
  readonly origin: string;
  /** Path and query, already encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for the whole exchange, connecting included. */
  readonly timeout: number;
  /** A larger body fails with code `tooLarge`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface NotSent {
  readonly notSent: 'noOpenConnection' | 'tooLate';
}

export interface HttpStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface TlsOptions {
  /** PEM; without it the public roots count. */
  readonly ca?: string;
  readonly serverName?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecureSkipVerify?: boolean;
}

export interface HttpClientOptions {
  readonly tls?: TlsOptions;
  /** How many connections an origin may have. */
  readonly connections: number;
  /** Milliseconds for a TCP and TLS handshake. */
  readonly connectTimeout: number;
}

export type CreateHttpClient = (options: HttpClientOptions) => HttpClient;

import type { HttpRequest } from './http.ts';
import { HttpError, type HttpErrorCode } from './http-error.ts';

/**
 * Makes an `HttpError` of whatever a request threw: the one place that knows the codes of Node, OpenSSL and undici.
 * `written` says whether the request had been handed to a connection: without that it can have had no effect.
 */
export function toHttpError(thrown: unknown, request: HttpRequest, written: boolean): HttpError {
  if (thrown instanceof HttpError) return thrown;
  if (request.signal?.aborted === true) return failure('aborted', request, thrown);
  const codes = codesOf(thrown);
  const code = codes.map((each) => classify(each, written)).find((each) => each !== undefined);
  return failure(code ?? (written ? 'reset' : 'protocol'), request, thrown, codes[0]);
}

function classify(code: string, written: boolean): HttpErrorCode | undefined {
  const known = always[code] ?? (written ? undefined : beforeWriting[code]);
  if (known !== undefined) return known;
  if (/^HPE_|^UND_ERR_(INVALID_ARG|HEADERS_OVERFLOW|RE[QS]_CONTENT_LENGTH)/.test(code)) return 'protocol';
  // With TLS 1.3 the server judges the client's certificate after the client has written its request: it refuses by alert.
  if (/ALERT_(BAD_CERTIFICATE|CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)|CERTIFICATE_REQUIRED/.test(code)) return 'tls';
  if (!written && /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_)/.test(code))
    return 'tls';
  return undefined;
}

const always: Readonly<Record<string, HttpErrorCode>> = {
  TimeoutError: 'timeout',
  HTTPParserError: 'protocol',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_SOCKET: 'reset',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
};

const beforeWriting: Readonly<Record<string, HttpErrorCode>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ETIMEDOUT: 'timeout',
  EPROTO: 'tls',
};

/** The codes of an error, then of the errors that it wraps: several addresses of one name fail as an `AggregateError`. */
function codesOf(thrown: unknown): string[] {
  const code = field(thrown, 'code');
  const own = typeof code === 'string' ? code : field(thrown, 'name');
  const errors = field(thrown, 'errors');
  const wrapped = Array.isArray(errors) ? errors.flatMap(codesOf) : [];
  return typeof own === 'string' ? [own, ...wrapped] : wrapped;
}

const advice: Readonly<Record<HttpErrorCode, string>> = {
  unresolved: 'its name does not resolve: check the host name and DNS',
  refused: 'it cannot be reached or nothing listens there: check the address and port, and that the process runs',
  tls: 'TLS failed: check scheme, CA and server name',
  timeout: 'no answer in time: check that the process responds and that no network policy drops packets',
  reset: 'the connection broke before the answer was complete: the process may have stopped or restarted',
  tooLarge: 'the answer is larger than allowed: check that the address and port belong to the expected server',
  protocol: 'the exchange is not valid HTTP/1.1: check scheme and port',
  aborted: 'the request was given up by its caller',
  closed: 'the client is shut down',
};

/** Makes an error whose message is fit for a log line and a status: origin, method, advice and a bare code. */
export function failure(code: HttpErrorCode, request: HttpRequest, cause?: unknown, detail?: string): HttpError {
  const suffix = detail === undefined || detail === 'Error' ? '' : ` (${detail})`;
  return new HttpError(code, `${request.method} ${request.origin}: ${advice[code]}${suffix}`, withoutData(cause));
}

/** undici's parser error carries the bytes that it could not parse: what a server sent must not reach a log by way of `cause`. */
function withoutData(cause: unknown): unknown {
  return field(cause, 'data') === undefined
    ? cause
    : new Error('The data is withheld', { cause: field(cause, 'code') });
}

/** Not `instanceof Error`: errors of Node's own modules come from another realm under Jest. */
function field(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}

import { HttpError } from '../ports/http-error.ts';
import type { HttpAnswer } from '../ports/http.ts';
import { field } from './kube-object.ts';

export type KubeErrorCode =
  /** The API server says that there is no object of that name: the only proof of an absence. */
  | 'notFound'
  /** Any other 404: a kind that is not installed, or somebody who is no API server. */
  | 'unknownKind'
  | 'conflict'
  | 'alreadyExists'
  | 'unauthorized'
  | 'forbidden'
  | 'gone'
  | 'throttled'
  | 'invalid'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'aborted'
  | 'internal';

/**
 * The only error that `kube/` throws. Its message says what was asked and what the API server said to that: never a
 * header, never a body but for the message of the server's `Status`.
 */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly code: KubeErrorCode;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Milliseconds that the server asked to wait before the next try. */
  readonly retryAfter: number | undefined;

  constructor(code: KubeErrorCode, message: string, details: KubeErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
  }

  /** Normalises whatever was thrown while doing `what` (`GET pods arc/arc-0`). */
  static from(thrown: unknown, what: string): KubeError {
    if (thrown instanceof KubeError) return thrown;
    if (!(thrown instanceof HttpError)) {
      return new KubeError('internal', `${what}: ${thrown instanceof Error ? thrown.message : 'failed'}`, {
        cause: thrown,
      });
    }
    const code = fromHttp[thrown.code] ?? 'network';
    return new KubeError(code, `${what}: ${thrown.message}`, { cause: thrown });
  }

  /** Makes an error of an answer that is no success. */
  static fromAnswer(answer: HttpAnswer, what: string): KubeError {
    const status = parseStatus(answer.body);
    return fromStatus(status, answer.status, what, toMilliseconds(answer.headers['retry-after']) ?? status?.retryAfter);
  }

  /** Makes an error of the `Status` object that a watch stream carries in an event of type ERROR. */
  static fromStatusObject(object: unknown, what: string): KubeError {
    const status = toStatus(object);
    return fromStatus(status, status?.code ?? 500, what, status?.retryAfter);
  }
}

interface KubeErrorDetails {
  readonly status?: number;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** The API server's `Status`, as far as anyone here reads it. */
interface Status {
  readonly code: number | undefined;
  readonly reason: string;
  readonly message: string;
  /** Of the object that it is about; '' where it names none. */
  readonly name: string;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
}

/** The server may quote what it was sent; a message longer than this helps nobody. */
const longestMessage = 500;

function fromStatus(status: Status | undefined, http: number, what: string, retryAfter: number | undefined): KubeError {
  const said = status?.message.slice(0, longestMessage) ?? noStatus(http);
  return new KubeError(codeOf(http, status?.reason, status?.name ?? ''), `${what}: ${http} ${said}`, {
    status: http,
    retryAfter,
  });
}

/** To a group that no CustomResourceDefinition brings, the API server answers 404 in plain text. */
function noStatus(http: number): string {
  if (http === 404) return 'the API server does not know this kind: is its CustomResourceDefinition installed?';
  return 'the answer is no Status object: is this an API server?';
}

function codeOf(status: number, reason: string | undefined, name: string): KubeErrorCode {
  if (status === 404 && (reason !== 'NotFound' || name === '')) return 'unknownKind';
  if (reason === 'AlreadyExists') return 'alreadyExists';
  if (reason === 'Expired' || reason === 'Gone') return 'gone';
  return fromHttpStatus[status] ?? (status >= 400 && status < 500 ? 'invalid' : 'internal');
}

const fromHttpStatus: Readonly<Record<number, KubeErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  429: 'throttled',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
};

const fromHttp: Readonly<Partial<Record<HttpError['code'], KubeErrorCode>>> = {
  timeout: 'timeout',
  aborted: 'aborted',
  closed: 'aborted',
  tooLarge: 'internal',
};

function parseStatus(body: Uint8Array): Status | undefined {
  try {
    return toStatus(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return undefined;
  }
}

function toStatus(object: unknown): Status | undefined {
  if (field(object, 'kind') !== 'Status') return undefined;
  const [code, reason, message] = ['code', 'reason', 'message'].map((name) => field(object, name));
  const name = field(field(object, 'details'), 'name');
  return {
    code: typeof code === 'number' ? code : undefined,
    name: typeof name === 'string' ? name : '',
    reason: typeof reason === 'string' ? reason : '',
    message: typeof message === 'string' ? message : '',
    retryAfter: toMilliseconds(field(field(object, 'details'), 'retryAfterSeconds')),
  };
}

/** Of whole seconds; `undefined` for anything else, such as the date that `Retry-After` may also hold. */
function toMilliseconds(seconds: unknown): number | undefined {
  const number = typeof seconds === 'string' ? Number.parseInt(seconds, 10) : seconds;
  return typeof number === 'number' && Number.isFinite(number) ? number * 1000 : undefined;
}

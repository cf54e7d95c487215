import type { ReadFailure, ReadResult } from '../../membership/evidence.ts';
import { HttpError, type HttpErrorCode } from '../../ports/http-error.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import { decodeCluster } from './answers.ts';
import { describeFailure } from './describe-failure.ts';
import { excerpt } from './excerpt.ts';
import { describeRefusal, lacksRoute } from './refusal.ts';
import { toView } from './view.ts';

/** What an answer to `GET /api/v1/cluster` says. */
export function classifyRead(answer: HttpAnswer, token?: string): ReadResult {
  if (answer.status === 200) return readCluster(answer.body, token);
  const refusal = describeRefusal(answer, token);
  switch (answer.status) {
    case 401:
      return failed('unauthorized', `${refusal}; is the token in the Secret one of this cluster?`);
    case 403:
      return failed('forbidden', refusal);
    case 404:
    case 405:
      return lacksRoute(answer, 'GET')
        ? failed('unsupported', `${refusal}; this server has no cluster API`)
        : failed('invalid', `${refusal}; Arc does not answer so, is the port right?`);
    case 502:
    case 503:
    case 504:
      return failed('unreachable', `${refusal}; Arc does not answer so, a proxy before it may`);
    default:
      return failed('invalid', refusal);
  }
}

/** Why no answer came. */
export function classifyReadError(error: unknown): ReadResult {
  return failed(error instanceof HttpError ? failures[error.code] : 'unreachable', describeFailure(error));
}

const failures: Readonly<Record<HttpErrorCode, ReadFailure>> = {
  unresolved: 'unreachable',
  refused: 'unreachable',
  reset: 'unreachable',
  aborted: 'unreachable',
  closed: 'unreachable',
  timeout: 'timeout',
  tls: 'tls',
  tooLarge: 'invalid',
  protocol: 'invalid',
};

function readCluster(body: Uint8Array, token?: string): ReadResult {
  try {
    const answer = decodeCluster(body);
    if (!answer.enabled) return { kind: 'notClustered', message: excerpt(answer.reason, token) || 'not clustered' };
    // A coordinator without a Raft data folder has a registry but no configuration; it answers every DELETE with success.
    if (!answer.raft.enabled) return { kind: 'notClustered', message: 'clustered, but without Raft' };
    return { kind: 'view', view: toView(answer, answer.raft) };
  } catch (error) {
    return failed('invalid', describeFailure(error));
  }
}

function failed(failure: ReadFailure, message: string): ReadResult {
  return { kind: 'failed', failure, message };
}

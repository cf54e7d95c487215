import { HttpError } from '../../ports/http-error.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import type { RemovalPermission } from '../driver.ts';
import { describeFailure } from './describe-failure.ts';
import { describeRefusal } from './refusal.ts';

/** What an answer to `GET /api/v1/cluster/files` says: apart from the DELETE, the one route that wants permission `admin`. */
export function classifyPermission(answer: HttpAnswer, token?: string): RemovalPermission {
  switch (answer.status) {
    case 200:
      return { kind: 'allowed' };
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return { kind: 'forbidden' };
    default:
      return { kind: 'unknown', message: describeRefusal(answer, token) };
  }
}

/** No answer, or one that is too large to be a refusal: then it is the list of files, which only an admin gets. */
export function classifyPermissionError(error: unknown): RemovalPermission {
  if (error instanceof HttpError && error.code === 'tooLarge') return { kind: 'allowed' };
  return { kind: 'unknown', message: describeFailure(error) };
}

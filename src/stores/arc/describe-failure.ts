import { HttpError } from '../../ports/http-error.ts';
import { InvalidAnswer } from './invalid-answer.ts';

/**
 * Why there is no answer to go by, for a message. Only errors whose text is known to hold nothing foreign show it; others
 * are named by their class, as their text may hold a header.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof HttpError || error instanceof InvalidAnswer) return error.message;
  return `no answer: ${error instanceof Error ? error.name : typeof error}`;
}

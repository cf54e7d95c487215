import { HttpError } from '../../ports/http-error.ts';

/** Why no answer came, for a message. What is no `HttpError` is named by its class alone: its text may hold a header. */
export function describeFailure(error: unknown): string {
  if (error instanceof HttpError) return error.message;
  return `no answer: ${error instanceof Error ? error.name : typeof error}`;
}

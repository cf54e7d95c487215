import type { HttpAnswer } from '../../ports/http.ts';
import { decodeOutcome } from './answers.ts';
import { excerpt } from './excerpt.ts';

/** An answer in words for a message: its status and what the server gave as its reason, without `token`. */
export function describeRefusal(answer: HttpAnswer, token?: string): string {
  const reason = excerpt(reasonOf(answer), token);
  return reason === '' ? `answered ${answer.status}` : `answered ${answer.status}: ${reason}`;
}

/**
 * Whether a 404 or 405 is Fiber's own, so that this server really lacks the route: `Cannot GET /path` or `Method Not
 * Allowed`, in Arc's JSON or in Fiber's plain text. A proxy's page of the same status says nothing about the store.
 */
export function lacksRoute(answer: HttpAnswer, method: string): boolean {
  const reason = reasonOf(answer);
  return answer.status === 404 ? reason.startsWith(`Cannot ${method} /`) : reason === 'Method Not Allowed';
}

function reasonOf({ body }: HttpAnswer): string {
  return decodeOutcome(body).error ?? new TextDecoder().decode(body);
}

import type { RemovalAnswer } from '../../membership/evidence.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import { decodeOutcome } from './answers.ts';
import { describeFailure } from './describe-failure.ts';
import { describeRefusal, lacksRoute } from './refusal.ts';

/**
 * What the answer to a DELETE of `memberId` means (removal rule §4). Only an answer that Arc is known to give without
 * having done anything counts as one; all others, an unexpected success among them, are an unknown outcome.
 *
 * There is no kind `absent`: Arc answers an id that it does not have with the same success as one that it removed, and
 * success too where Raft refused and only the registry was cleaned. So `removed` says no more than that Arc saw no
 * objection; whether the member is gone is read, never answered.
 */
export function classifyRemoval(answer: HttpAnswer, memberId: string, token?: string): RemovalAnswer {
  const { success, enabled, error, node_id } = decodeOutcome(answer.body);
  const message = describeRefusal(answer, token);
  const refused = success !== true && error !== undefined;
  switch (answer.status) {
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return { kind: 'forbidden' };
    case 404:
    case 405:
      return lacksRoute(answer, 'DELETE') ? { kind: 'unsupported' } : { kind: 'unknown', message };
    case 400:
      return refused && isOwnRefusal(error) ? { kind: 'rejected', message } : { kind: 'unknown', message };
    case 500:
      // Equal: "…: failed to apply command: node is not the leader" is a removal that may still be committed.
      return refused && error === 'not the leader' ? { kind: 'notLeader' } : { kind: 'unknown', message };
    default:
      if (answer.status < 200 || answer.status >= 300) return { kind: 'unknown', message };
      if (answer.status === 200 && enabled === false && success !== true) return { kind: 'notClustered' };
      return success === true && enabled === undefined && node_id === memberId
        ? { kind: 'removed' }
        : { kind: 'unknown', message };
  }
}

/** No answer. The connection was open, so any part of the request may have arrived, whatever the error's code. */
export function classifyRemovalError(error: unknown): RemovalAnswer {
  return { kind: 'unknown', message: describeFailure(error) };
}

/** Its checks before anything is done: an id beyond 256 bytes, or its own (that text goes on with a dash beyond ASCII). */
function isOwnRefusal(error: string): boolean {
  return error === 'invalid node ID' || error.startsWith('cannot remove self from cluster');
}

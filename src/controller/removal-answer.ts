import type { RemovalAnswer } from '../membership/evidence.ts';

/** What a removal brought, in words for a status and a log. */
export function describeAnswer(answer: RemovalAnswer): string {
  switch (answer.kind) {
    case 'removed':
      return 'removed';
    case 'notClustered':
      return 'the node that was asked takes part in no cluster';
    case 'notLeader':
      return 'the node that was asked is not the leader any more';
    case 'unauthorized':
      return 'the admin token was not accepted';
    case 'forbidden':
      return 'the admin token may not remove members';
    case 'unsupported':
      return 'this version of the store has no endpoint to remove members';
    case 'rejected':
      return `rejected: ${answer.message}`;
    case 'unknown':
      return `outcome unknown: ${answer.message}`;
    case 'notSent':
      return answer.why === 'tooLate'
        ? 'not sent: the facts grew too old, or this replica may not act any more'
        : 'not sent: no connection to the leader was open and idle';
  }
}

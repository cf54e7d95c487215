import { isReignOf, sameConfiguration } from './commit-proof.ts';
import type { Reading, View } from '../evidence.ts';
import type { CountedView } from './leadership.ts';

/** A member whose last contact with the leader, plus the age of its answer, is older than this is not live. Milliseconds. */
const contactLimit = 2000;

/** Why a member that answers is not live, in words for people. */
export const dissents = {
  noLeader: 'knows no leader',
  otherLeader: 'follows another leader',
  otherTerm: 'is in another term',
  otherConfiguration: 'shows another configuration',
  noContact: 'has not heard from the leader lately',
  askAgain: 'answered too early to be judged',
  lagging: 'has a log that lags behind',
} as const;

export type Dissent = keyof typeof dissents;

/**
 * Judges one member against the leader (removal rule §2, "live voter"); `undefined`: it is live. `reads` are the readings
 * of the leader's pod. A view asked for before any read of this leader ended says nothing of its log yet: `askAgain`.
 */
export function dissentOf(
  counted: CountedView,
  leader: View,
  reads: readonly Reading[],
  now: number,
): Dissent | undefined {
  const { view, askedAt } = counted;
  if (view.leaderId === null) return 'noLeader';
  if (view.leaderId !== leader.memberId) return 'otherLeader';
  if (view.term !== leader.term) return 'otherTerm';
  if (!sameConfiguration(view.configuration, leader.configuration)) return 'otherConfiguration';
  if (view.leaderContact === null || view.leaderContact + (now - askedAt) > contactLimit) return 'noContact';
  if (view.memberId === leader.memberId) return undefined;
  const committed = committedBefore(askedAt, leader, reads);
  if (committed === undefined) return 'askAgain';
  return view.lastLogIndex < committed ? 'lagging' : undefined;
}

/** The commit index in the last read of this leader and term that ended before `askedAt`. */
function committedBefore(askedAt: number, leader: View, reads: readonly Reading[]): bigint | undefined {
  const earlier = reads
    .filter(({ answeredAt }) => answeredAt <= askedAt)
    .toSorted((a, b) => a.answeredAt - b.answeredAt)
    .flatMap(({ result }) => (result.kind === 'view' && isReignOf(leader, result.view) ? result.view : []));
  return earlier.at(-1)?.commitIndex;
}

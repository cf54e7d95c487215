import { sameConfiguration } from './commit-proof.ts';
import type { Reading, View } from './evidence.ts';
import type { CountedView } from './leadership.ts';

/** A member whose last contact with the leader, plus the age of its answer, is older than this is not live. Milliseconds. */
export const contactLimit = 2000;

/** Why a member that answers is not live; `undefined`: it is. */
export type Dissent = 'noLeader' | 'otherLeader' | 'otherTerm' | 'otherConfiguration' | 'lagging' | 'askAgain' | 'noContact';

/**
 * Judges one member against the leader (removal rule §2, "live voter"). `reads` are the readings of the leader's pod. A
 * view asked for before any read of this leader ended says nothing of its log yet: `askAgain`.
 */
export function dissentOf(counted: CountedView, leader: View, reads: readonly Reading[], now: number): Dissent | undefined {
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
  let last: { readonly answeredAt: number; readonly index: bigint } | undefined;
  for (const { answeredAt, result } of reads) {
    if (result.kind !== 'view' || answeredAt > askedAt) continue;
    const { memberId, term, role, commitIndex } = result.view;
    if (memberId !== leader.memberId || term !== leader.term || role !== 'Leader') continue;
    if (!last || answeredAt >= last.answeredAt) last = { answeredAt, index: commitIndex };
  }
  return last?.index;
}

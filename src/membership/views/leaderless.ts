import type { Judgement } from '../judgement.ts';
import type { Facts } from '../observation.ts';
import { problem } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Settings } from '../settings.ts';
import { whyUnknown } from './why-unknown.ts';

/**
 * Nobody claims to lead. Proven (removal rule §5) only when so many voters are gone, or answer that they have no leader,
 * that no quorum can be elsewhere.
 */
export function leaderless(
  facts: Facts,
  settings: Settings,
  judgement: Judgement,
): Problem & { readonly quorumHealthy: 'False' | 'Unknown' } {
  const { voters, quorum, gone, views } = judgement;
  const answering = views.filter(({ view }) => voters.includes(view.memberId));
  const withoutLeader = answering.filter(({ view }) => view.leaderId === null).map(({ view }) => view.memberId);
  const lost = new Set([...gone, ...withoutLeader]).size;
  if (lost < voters.length - quorum + 1 || voters.length === 0) {
    return { ...whyUnknown(facts, settings, judgement), quorumHealthy: 'Unknown' };
  }
  const counts = `${answering.length} of ${voters.length} voters answer`;
  const missing = voters.filter((id) => !answering.some(({ view }) => view.memberId === id));
  const proven =
    answering.length < quorum
      ? problem('QuorumLost', `${counts}, ${quorum} are needed. Missing: ${missing.toSorted().join(', ')}.`)
      : problem('NoLeader', `${counts}, but they have no leader.`);
  return { ...proven, quorumHealthy: 'False' };
}

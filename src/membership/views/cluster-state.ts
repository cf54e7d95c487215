import type { CommitProof } from './commit-proof.ts';
import type { View } from '../evidence.ts';
import type { Judgement } from '../judgement.ts';
import { isInOwnConfiguration } from './leadership.ts';
import type { CountedView } from './leadership.ts';
import { leaderless } from './leaderless.ts';
import type { Facts } from '../observation.ts';
import { problem } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Settings } from '../settings.ts';
import { whyUnknown } from './why-unknown.ts';

/** What is known of the cluster as a whole (clauses `leader` and `agreement`, removal rule §3, and §5 for what is not). */
export type ClusterState = Led | NotLed;

/** A leader that q(n) live voters follow. */
interface Led {
  readonly leader: CountedView;
  readonly problem: undefined;
  /** Why its configuration cannot be relied on yet; undefined: it is `committed`. */
  readonly disagreement: Problem | undefined;
  /** The proof that its configuration is committed, while nobody contradicts. */
  readonly committed: CommitProof | undefined;
  readonly quorumHealthy: 'True';
}

interface NotLed {
  readonly leader: undefined;
  /** Why there is no proven leader. */
  readonly problem: Problem;
  readonly disagreement: undefined;
  readonly committed: undefined;
  readonly quorumHealthy: 'False' | 'Unknown';
}

/** A node that still claims a lower term after so long is a second cluster, not an ex-leader. Milliseconds. */
export const lesserClaimGrace = 1000;

export function clusterState(
  facts: Facts,
  settings: Settings,
  judgement: Judgement,
  lesserClaims: ReadonlyMap<string, number>,
): ClusterState {
  const split = splitBrain(judgement, lesserClaims);
  if (split) return without(split, split.reason === 'SplitBrain' ? 'False' : 'Unknown');
  const { leader, claims, liveVoters, quorum } = judgement;
  if (claims.highest && !leader) return without(unusableClaim(claims.highest, judgement), 'Unknown');
  if (!leader) {
    const { quorumHealthy, ...why } = leaderless(facts, settings, judgement);
    return without(why, quorumHealthy);
  }
  if (!liveVoters.includes(leader.view.memberId) || liveVoters.length < quorum) {
    return without(notFollowed(facts, settings, judgement, leader), 'Unknown');
  }
  const disagreement = contradiction(judgement, leader) ?? unproven(judgement, leader);
  const committed = disagreement ? undefined : judgement.proof;
  return { leader, problem: undefined, disagreement, committed, quorumHealthy: 'True' };
}

function without(why: Problem, quorumHealthy: 'False' | 'Unknown'): NotLed {
  return { leader: undefined, problem: why, disagreement: undefined, committed: undefined, quorumHealthy };
}

/** The key under which a lesser claim is remembered. */
export function claimKey({ pod, podUid, view }: CountedView): string {
  return `${pod}/${podUid}/${view.term}`;
}

/** The claims of lower terms than the highest, which an ex-leader gives up within moments. */
export function lesserClaimsIn({ claims: { claimants } }: Judgement): readonly CountedView[] {
  const [first, ...others] = claimants;
  return others.filter(({ view }) => first !== undefined && view.term < first.view.term);
}

function splitBrain(
  { claims, views, strangers }: Judgement,
  lesserClaims: ReadonlyMap<string, number>,
): Problem | undefined {
  const names = [...new Set([...views, ...strangers].map(({ view }) => view.clusterName))].toSorted();
  if (names.length > 1) {
    return problem('SplitBrain', `Nodes of different clusters answer: ${names.join(', ')}. ${stopTheWrong}`);
  }
  const [first, ...others] = claims.claimants;
  if (!first || others.length === 0) return undefined;
  const who = claims.claimants
    .map(({ view }) => describeClaim(view))
    .toSorted()
    .join(', ');
  const stubborn = others.some((claim) => {
    const since = lesserClaims.get(claimKey(claim));
    return claim.view.term === first.view.term || (since !== undefined && claim.askedAt >= since + lesserClaimGrace);
  });
  return stubborn
    ? problem('SplitBrain', `More than one node leads: ${who}. ${stopTheWrong}`)
    : problem('ViewsDisagree', `More than one node claims to lead: ${who}; an old leader gives up within a second.`);
}

const stopTheWrong = 'Stop the pods of the wrong cluster; nothing is removed meanwhile.';

/** A first pod that bootstrapped itself is known by its one voter. */
function describeClaim({ memberId, term, configuration }: View): string {
  const voters = configuration.filter(({ suffrage }) => suffrage === 'Voter').length;
  return `${memberId} (term ${term}, ${voters} ${voters === 1 ? 'voter' : 'voters'})`;
}

function unusableClaim(claim: CountedView, { strangers, former }: Judgement): Problem {
  const { pod, view } = claim;
  if (strangers.includes(claim)) {
    const why = 'which is not the id that spec.members[].memberId gives it: correct the template';
    return problem('IdentityMismatch', `The pod ${pod} leads, but calls itself ${view.memberId}, ${why}.`);
  }
  return former.includes(claim)
    ? problem('ViewsDisagree', `The pod ${pod} led and has been replaced since.`)
    : problem(
        'ViewsDisagree',
        `${view.memberId} claims to lead, but names another leader or is not in its own configuration.`,
      );
}

function notFollowed(facts: Facts, settings: Settings, judgement: Judgement, leader: CountedView): Problem {
  const { voters, liveVoters, quorum, dissents } = judgement;
  const dissenting = voters.filter((id) => dissents.get(id) !== undefined);
  const counts = `${leader.view.memberId} claims to lead, but only ${liveVoters.length} of ${voters.length} voters are seen to follow it (quorum ${quorum})`;
  if (liveVoters.length + dissenting.length >= quorum) {
    return problem('ViewsDisagree', `${counts}; not in agreement: ${dissenting.join(', ')}.`);
  }
  const { reason, message } = whyUnknown(facts, settings, judgement);
  return problem(reason, `${counts}. ${message}`);
}

/**
 * Somebody who is in its own configuration follows another leader: it lags, or it belongs to a cluster whose leader does
 * not answer. An empty first pod that bootstrapped itself is a proven leader of one voter, and this is all that tells: this,
 * and a log that holds entries of a later term than the leader's (Raft thesis §3.6: a leader's log is the newest).
 */
function contradiction({ views }: Judgement, leader: CountedView): Problem | undefined {
  const others = views.filter(
    ({ view }) => view.leaderId !== null && view.leaderId !== leader.view.memberId && isInOwnConfiguration(view),
  );
  if (others.length > 0) {
    const who = others.map(({ view }) => `${view.memberId} follows ${view.leaderId}`).join(', ');
    return problem('ViewsDisagree', `${leader.view.memberId} leads, but ${who}.`);
  }
  const newer = views.find(({ view }) => view.lastLogTerm > leader.view.term && isInOwnConfiguration(view));
  if (newer === undefined) return undefined;
  const { memberId, lastLogTerm } = newer.view;
  const why = `its log reaches term ${lastLogTerm}, in which another node led`;
  return problem(
    'ViewsDisagree',
    `${leader.view.memberId} leads in term ${leader.view.term}, but ${memberId} knows better: ${why}.`,
  );
}

function unproven({ proof, voters }: Judgement, { view }: CountedView): Problem | undefined {
  if (proof) return undefined;
  const message = `The configuration that the leader ${view.memberId} shows is not proven committed (${voters.length} voters).`;
  return problem('ViewsDisagree', message);
}

import type { Reason } from '../api/reasons.ts';
import { placeOf } from './identity.ts';
import type { Judgement, Problem } from './judgement.ts';
import type { CountedView } from './leadership.ts';
import type { Facts } from './observation.ts';
import type { Settings } from './settings.ts';

/** What is known of the cluster as a whole (clauses `leader` and `agreement`, removal rule §3, and §5 for what is not). */
export interface ClusterState {
  /** The leader that q(n) live voters follow; else `problem` says why there is none. */
  readonly leader: CountedView | undefined;
  readonly problem: Problem | undefined;
  /** Why the leader's configuration cannot be relied on yet. */
  readonly disagreement: Problem | undefined;
  readonly quorumHealthy: 'True' | 'False' | 'Unknown';
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
  const { highest } = judgement.claims;
  if (!highest) return leaderless(facts, settings, judgement);
  const leader = judgement.views.find((counted) => counted === highest);
  if (!leader) return without(strangerLeads(highest), 'Unknown');
  const pod = facts.pods.get(leader.pod);
  if (pod === undefined || pod === 'absent' || pod.terminating) {
    return without(problem('ViewsDisagree', `The leader ${leader.view.memberId} is being stopped; its successor is awaited.`), 'Unknown');
  }
  const { liveVoters, quorum, voters } = judgement;
  if (!liveVoters.includes(leader.view.memberId) || liveVoters.length < quorum) {
    return without(notFollowed(facts, settings, judgement, leader), 'Unknown');
  }
  const disagreement = judgement.proof
    ? undefined
    : problem('ViewsDisagree', `The configuration that the leader ${leader.view.memberId} shows is not proven committed (${voters.length} voters).`);
  return { leader, problem: undefined, disagreement, quorumHealthy: 'True' };
}

function without(why: Problem, quorumHealthy: 'False' | 'Unknown'): ClusterState {
  return { leader: undefined, problem: why, disagreement: undefined, quorumHealthy };
}

function problem(reason: Reason, message: string): Problem {
  return { reason, message };
}

/** The key under which a lesser claim is remembered. */
export function claimKey({ pod, podUid, view }: CountedView): string {
  return `${pod}/${podUid}/${view.term}`;
}

/** The claims of lower terms than the highest, which an ex-leader gives up within moments. */
export function lesserClaimsIn(judgement: Judgement): readonly CountedView[] {
  const [first, ...others] = judgement.claims.claimants;
  return others.filter(({ view }) => first !== undefined && view.term < first.view.term);
}

function splitBrain({ claims, views, strangers }: Judgement, lesserClaims: ReadonlyMap<string, number>): Problem | undefined {
  const names = [...new Set([...views, ...strangers].map(({ view }) => view.clusterName))].toSorted();
  if (names.length > 1) return problem('SplitBrain', `Nodes of different clusters answer: ${names.join(', ')}.`);
  const [first, ...others] = claims.claimants;
  if (!first || others.length === 0) return undefined;
  const who = claims.claimants.map(({ view }) => `${view.memberId} (term ${view.term})`).join(', ');
  const stubborn = others.some((claim) => {
    const since = lesserClaims.get(claimKey(claim));
    return claim.view.term === first.view.term || (since !== undefined && claim.askedAt >= since + lesserClaimGrace);
  });
  return stubborn
    ? problem('SplitBrain', `More than one node leads: ${who}.`)
    : problem('ViewsDisagree', `More than one node claims to lead: ${who}; an old leader gives up within a second.`);
}

function strangerLeads({ pod, view }: CountedView): Problem {
  return problem('IdentityMismatch', `The pod ${pod} leads, but calls itself ${view.memberId}, which is not the id that spec.members[].memberId gives it.`);
}

function notFollowed(facts: Facts, settings: Settings, judgement: Judgement, leader: CountedView): Problem {
  const { voters, liveVoters, quorum, dissents } = judgement;
  const dissenting = voters.filter((id) => dissents.get(id) !== undefined);
  const counts = `${leader.view.memberId} claims to lead, but only ${liveVoters.length} of ${voters.length} voters are seen to follow it (quorum ${quorum})`;
  return liveVoters.length + dissenting.length >= quorum
    ? problem('ViewsDisagree', `${counts}; not in agreement: ${dissenting.join(', ')}.`)
    : { ...unknown(facts, settings, judgement), message: `${counts}. ${unknown(facts, settings, judgement).message}` };
}

/** Nobody claims to lead: proven (removal rule §5) only when so many are gone or leaderless that no quorum can be elsewhere. */
function leaderless(facts: Facts, settings: Settings, judgement: Judgement): ClusterState {
  const { voters, quorum, gone, views } = judgement;
  const answering = views.filter(({ view }) => voters.includes(view.memberId));
  const withoutLeader = answering.filter(({ view }) => view.leaderId === null);
  const proven = voters.length > 0 && gone.size + withoutLeader.length >= voters.length - quorum + 1;
  if (!proven) return without(unknown(facts, settings, judgement), 'Unknown');
  const missing = voters.filter((id) => !answering.some(({ view }) => view.memberId === id));
  return answering.length < quorum
    ? without(problem('QuorumLost', `${answering.length} of ${voters.length} voters answer, ${quorum} are needed. Missing: ${missing.join(', ')}.`), 'False')
    : without(problem('NoLeader', `${answering.length} of ${voters.length} voters answer, but they have no leader.`), 'False');
}

/** Why nothing can be proven, the cause that a person should look at first. */
export function unknown(facts: Facts, settings: Settings, judgement: Judgement): Problem {
  const { targets } = settings;
  const missing = targets.filter(({ set }) => facts.sets.get(set) === 'absent').map(({ set }) => set);
  if (missing.length > 0) return problem('TargetMissing', `StatefulSet ${missing.join(', ')} does not exist in namespace ${settings.namespace}.`);
  if (isHibernating(facts, settings)) return problem('Hibernating', 'All StatefulSets of the cluster are scaled to 0.');
  if (judgement.strangers.length > 0 && judgement.views.length === 0) {
    const names = judgement.strangers.map(({ pod, view }) => `pod ${pod} calls itself ${view.memberId}`);
    return problem('IdentityMismatch', `${names.join(', ')}: correct spec.members[].memberId.`);
  }
  const unmanaged = unmanagedLeader(settings, judgement);
  if (unmanaged) return problem('LeaderUnmanaged', `The leader ${unmanaged} is in no StatefulSet of the spec.`);
  return commonest(facts, judgement);
}

export function isHibernating(facts: Facts, settings: Settings): boolean {
  const sets = settings.targets.map(({ set }) => facts.sets.get(set));
  return sets.every((set) => set !== undefined && set !== 'absent' && set.replicas === 0);
}

function unmanagedLeader(settings: Settings, { views, quorum }: Judgement): string | undefined {
  for (const { view } of views) {
    const { leaderId } = view;
    if (leaderId === null || placeOf(leaderId, settings)) continue;
    if (views.filter((other) => other.view.leaderId === leaderId).length >= quorum - 1) return leaderId;
  }
  return undefined;
}

const failureReasons = [
  ['unauthorized', 'AdminUnauthorized'],
  ['forbidden', 'AdminForbidden'],
  ['unsupported', 'StoreUnsupported'],
  ['invalid', 'StoreAnswerInvalid'],
  ['notClustered', 'NotClustered'],
  ['tls', 'AdminUnreachable'],
  ['unreachable', 'AdminUnreachable'],
  ['timeout', 'AdminUnreachable'],
] as const;

function commonest(facts: Facts, { newest, views }: Judgement): Problem {
  for (const [failure, reason] of failureReasons) {
    const found = [...newest.values()].filter(({ result }) =>
      result.kind === 'failed' ? result.failure === failure : result.kind === failure,
    );
    const [first] = found;
    if (!first || first.result.kind === 'view') continue;
    const others = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
    return problem(reason, `${first.pod}${others}: ${first.result.message}`);
  }
  if (views.length > 0) {
    return problem('AdminUnreachable', 'The leader that the answering voters name does not answer.');
  }
  const exist = [...facts.pods.values()].some((pod) => pod !== 'absent');
  return problem('AdminUnreachable', exist ? 'No pod of the cluster can be asked yet.' : 'No pod of the cluster exists.');
}

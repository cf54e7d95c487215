import { expectedIds, sortAnswers } from './views/answers.ts';
import type { Answers } from './views/answers.ts';
import { proveCommit } from './views/commit-proof.ts';
import type { CommitProof } from './views/commit-proof.ts';
import type { Member, View } from './evidence.ts';
import { claimsAmong, isCoherentClaim } from './views/leadership.ts';
import type { Claims, CountedView } from './views/leadership.ts';
import { dissentOf } from './views/liveness.ts';
import type { Dissent } from './views/liveness.ts';
import type { Facts } from './observation.ts';
import { quorum } from './views/quorum.ts';
import type { Settings } from './settings.ts';

/** What the answers of one admin round amount to, before anything is asked about a single member. */
export interface Judgement extends Answers {
  /** Whoever claims to lead, counted or not: a claim that does not count can still contradict one that does. */
  readonly claims: Claims;
  /** The claim of the highest term, if it counts and holds together; whether voters follow it is another matter. */
  readonly leader: CountedView | undefined;
  /** The leader's, or without one that of the answering voter with the newest log; empty if nobody shows one. */
  readonly configuration: readonly Member[];
  readonly voters: readonly string[];
  readonly quorum: number;
  /** That the configuration is the leader's, and committed. */
  readonly proof: CommitProof | undefined;
  /** Of every counted view, by member id, why it is not live; `undefined`: it is. Empty without a leader. */
  readonly dissents: ReadonlyMap<string, Dissent | undefined>;
  /** Live members of any suffrage. */
  readonly live: ReadonlySet<string>;
  readonly liveVoters: readonly string[];
  /** L of the rule: live voters whose pod is not Terminating. */
  readonly lasting: ReadonlySet<string>;
  /** Voters whose pod is 404, by member id. */
  readonly gone: ReadonlySet<string>;
}

export function judge(facts: Facts, settings: Settings, now: number): Judgement {
  const answers = sortAnswers(facts, settings);
  const { views, strangers, former } = answers;
  const claims = claimsAmong([...views, ...strangers, ...former]);
  const leader = views.find((counted) => counted === claims.highest && isCoherentClaim(counted.view));
  const configuration = leader?.view.configuration ?? newestConfiguration(views);
  const voters = configuration.filter(({ suffrage }) => suffrage === 'Voter').map(({ id }) => id);
  const reads = facts.readings.filter(({ pod, podUid }) => pod === leader?.pod && podUid === leader.podUid);
  const dissents = new Map(
    leader && views.map((counted) => [counted.view.memberId, dissentOf(counted, leader.view, reads, now)]),
  );
  const live = new Set(
    configuration.map(({ id }) => id).filter((id) => dissents.has(id) && dissents.get(id) === undefined),
  );
  const liveVoters = voters.filter((id) => live.has(id));
  const leaving = new Set(views.filter(({ pod }) => isTerminating(facts, pod)).map(({ view }) => view.memberId));
  const absent = new Set(
    [...expectedIds(facts, settings)].filter(([pod]) => facts.pods.get(pod) === 'absent').map(([, id]) => id),
  );
  return {
    ...answers,
    claims,
    leader,
    configuration,
    voters,
    quorum: quorum(voters.length),
    proof: leader && proveCommit(reads, leader.view),
    dissents,
    live,
    liveVoters,
    lasting: new Set(liveVoters.filter((id) => !leaving.has(id))),
    gone: new Set(voters.filter((id) => absent.has(id))),
  };
}

/** Whether the pod is known to be on its way out. */
export function isTerminating({ pods }: Pick<Facts, 'pods'>, name: string): boolean {
  const pod = pods.get(name);
  return pod !== undefined && pod !== 'absent' && pod.terminating;
}

/** As the answering voter with the highest (last log term, last log index) sees it. */
function newestConfiguration(views: readonly CountedView[]): readonly Member[] {
  const [newest] = views
    .map(({ view }) => view)
    .filter(isVoter)
    .toSorted((a, b) => compare(b.lastLogTerm, a.lastLogTerm) || compare(b.lastLogIndex, a.lastLogIndex));
  return newest?.configuration ?? [];
}

function isVoter({ configuration, memberId }: View): boolean {
  return configuration.some(({ id, suffrage }) => id === memberId && suffrage === 'Voter');
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

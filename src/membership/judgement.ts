import type { Reason } from '../api/reasons.ts';
import { proveCommit } from './commit-proof.ts';
import type { CommitProof } from './commit-proof.ts';
import type { Member, Reading, View } from './evidence.ts';
import { memberIdOf } from './identity.ts';
import { claimsAmong, newestByPod } from './leadership.ts';
import type { Claims, CountedView } from './leadership.ts';
import { dissentOf } from './liveness.ts';
import type { Dissent } from './liveness.ts';
import type { Facts } from './observation.ts';
import { quorum } from './quorum.ts';
import type { Settings } from './settings.ts';

/** What the answers of one admin round amount to, before anything is asked about a single member. */
export interface Judgement {
  readonly newest: ReadonlyMap<string, Reading>;
  /** Views that count, the newest of each pod. */
  readonly views: readonly CountedView[];
  /** Nodes that answer under another id than their pod's. */
  readonly strangers: readonly CountedView[];
  readonly claims: Claims;
  /** The leader's, or without one that of the answering voter with the newest log; empty if nobody shows one. */
  readonly configuration: readonly Member[];
  readonly voters: readonly string[];
  readonly quorum: number;
  /** That the configuration is the leader's, and committed. */
  readonly proof: CommitProof | undefined;
  /** Of every counted view, by member id, why it is not live; `undefined`: it is. Empty without a claimed leader. */
  readonly dissents: ReadonlyMap<string, Dissent | undefined>;
  /** Live members of any suffrage. */
  readonly live: ReadonlySet<string>;
  readonly liveVoters: readonly string[];
  /** L of the rule: live voters whose pod is not Terminating. */
  readonly lasting: ReadonlySet<string>;
  /** Voters whose pod is 404, by member id. */
  readonly gone: ReadonlySet<string>;
}

export interface Problem {
  readonly reason: Reason;
  readonly message: string;
}

/** Pods of the spec's sets, as far as their names are in range of what may exist: pod name to member id. */
export function expectedIds(facts: Pick<Facts, 'pods'>, settings: Settings): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const pod of facts.pods.keys()) {
    for (const { set, template } of settings.targets) {
      const digits = pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : '';
      if (!/^(?:0|[1-9]\d*)$/.test(digits)) continue;
      ids.set(pod, memberIdOf(template, { set, ordinal: Number(digits) }, settings.namespace));
    }
  }
  return ids;
}

export function judge(facts: Facts, settings: Settings, now: number): Judgement {
  const newest = newestByPod(facts.readings);
  const expected = expectedIds(facts, settings);
  const { views, strangers } = countViews(newest, expected);
  const claims = claimsAmong([...views, ...strangers]);
  const leader = views.find((counted) => counted === claims.highest);
  const configuration = leader ? leader.view.configuration : newestConfiguration(views);
  const voters = configuration.filter(({ suffrage }) => suffrage === 'Voter').map(({ id }) => id);
  const dissents = leader ? dissentsFrom(leader, views, facts.readings, now) : new Map<string, Dissent | undefined>();
  const live = new Set([...dissents].filter(([, dissent]) => dissent === undefined).map(([id]) => id));
  const liveVoters = voters.filter((id) => live.has(id));
  const podOf = new Map(views.map(({ view, pod }) => [view.memberId, pod]));
  const isTerminating = (id: string) => {
    const pod = facts.pods.get(podOf.get(id) ?? '');
    return pod === undefined || pod === 'absent' || pod.terminating;
  };
  return {
    newest,
    views,
    strangers,
    claims,
    configuration,
    voters,
    quorum: quorum(voters.length),
    proof: leader && proveCommit(facts.readings.filter(({ pod }) => pod === leader.pod), leader.view),
    dissents,
    live,
    liveVoters,
    lasting: new Set(liveVoters.filter((id) => !isTerminating(id))),
    gone: new Set(voters.filter((id) => [...expected].some(([pod, of]) => of === id && facts.pods.get(pod) === 'absent'))),
  };
}

function countViews(newest: ReadonlyMap<string, Reading>, expected: ReadonlyMap<string, string>) {
  const views: CountedView[] = [];
  const strangers: CountedView[] = [];
  for (const { pod, podUid, askedAt, answeredAt, result } of newest.values()) {
    if (result.kind !== 'view') continue;
    const counted = { pod, podUid, view: result.view, askedAt, answeredAt };
    (expected.get(pod) === result.view.memberId ? views : strangers).push(counted);
  }
  return { views, strangers };
}

function dissentsFrom(leader: CountedView, views: readonly CountedView[], readings: readonly Reading[], now: number) {
  const reads = readings.filter(({ pod }) => pod === leader.pod);
  return new Map(views.map((counted) => [counted.view.memberId, dissentOf(counted, leader.view, reads, now)]));
}

/** As the answering voter with the highest (last log term, last log index) sees it. */
function newestConfiguration(views: readonly CountedView[]): readonly Member[] {
  const isVoter = (view: View) =>
    view.configuration.some(({ id, suffrage }) => id === view.memberId && suffrage === 'Voter');
  const [newest] = views
    .map(({ view }) => view)
    .filter(isVoter)
    .toSorted((a, b) => compare(b.lastLogTerm, a.lastLogTerm) || compare(b.lastLogIndex, a.lastLogIndex));
  return newest?.configuration ?? [];
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

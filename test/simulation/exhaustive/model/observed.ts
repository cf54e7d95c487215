import { raftClusterSpec } from '../../../../src/api/raftcluster.ts';
import type { Reading } from '../../../../src/membership/evidence.ts';
import { podName } from '../../../../src/membership/observation.ts';
import type {
  CachedObservation,
  FreshObservation,
  PodFacts,
  SetFacts,
} from '../../../../src/membership/observation.ts';
import { settingsOf } from '../../../../src/membership/settings.ts';
import { has, minus, ordinalsIn } from './ordinals.ts';
import { asking, clusterUid, current, setUid, startedAt, term, tick } from './recalled.ts';
import type { PodPhase } from './state.ts';

const spec = raftClusterSpec.parse({
  store: { type: 'Arc' },
  members: [{ statefulSet: 'arc', protectedOrdinals: [] }],
  removal: { delay: '10s' },
  admin: { removeTimeout: '15s' },
});
/** The budget is not what is searched here. */
const settings = { ...settingsOf('db', spec), maxPerHour: Infinity };

/** What one decision sees: the StatefulSet, the pods, and what the store answered. */
export interface Look {
  readonly replicas: number;
  readonly observed: boolean;
  readonly pods: string;
  readonly answers: Answers;
  readonly removal: number | undefined;
}

export interface Answers {
  readonly late: boolean;
  readonly leader: number | undefined;
  readonly members: number;
  readonly pending: number | undefined;
  readonly answering: number;
}

export function cachedObservation({ replicas, observed, pods, answers, removal }: Look): CachedObservation {
  const record = {
    member: podName('arc', removal ?? 0),
    holder: 'operator',
    phase: 'Removing',
    startedAt,
    attempts: 1,
    term: String(term),
    commitIndex: '9',
  } as const;
  return {
    freshness: 'cached',
    cluster: {
      name: 'arc',
      uid: clusterUid,
      generation: 1,
      createdAt: '2027-01-01T00:00:00Z',
      deleting: false,
      settings,
      status: {
        statefulSets: [
          {
            name: 'arc',
            uid: setUid,
            confirmedMemberId: '{pod}',
            replicas: 0,
            voters: 0,
            liveVoters: 0,
            minSafeReplicas: 0,
          },
        ],
        ...(removal !== undefined && { removal: record }),
      },
    },
    rivals: [],
    sets: new Map([['arc', setFacts(replicas, observed, 2)]]),
    pods: new Map(
      Array.from(pods).map((phase, ordinal) => [podName('arc', ordinal), podFacts(ordinal, phase as PodPhase)]),
    ),
    readings: readings(answers),
    mayRemove: 'allowed',
  };
}

export function freshObservation(look: Look): FreshObservation {
  return {
    ...cachedObservation(look),
    freshness: 'fresh',
    firstReadAt: look.answers.late ? asking - tick : asking,
  };
}

export function setFacts(replicas: number, observed: boolean, generation: number): SetFacts {
  return {
    name: 'arc',
    uid: setUid,
    generation,
    observedGeneration: observed ? generation : generation - 1,
    deleting: false,
    replicas,
    start: 0,
    statusReplicas: replicas,
    rolling: false,
  };
}

export function podFacts(ordinal: number, phase: PodPhase): PodFacts | 'absent' {
  if (phase === 'a') return 'absent';
  return {
    name: podName('arc', ordinal),
    uid: podName('uid', ordinal),
    ownerUid: setUid,
    terminating: phase === 't',
    ip: '10.0.0.1',
  };
}

/** One round: the leader before and after all others. */
function readings({ late, leader, members, pending, answering }: Answers): readonly Reading[] {
  const reading = (ordinal: number, after: number): Reading => {
    const askedAt = asking + after - (late ? tick : 0);
    return {
      pod: podName('arc', ordinal),
      podUid: podName('uid', ordinal),
      askedAt,
      answeredAt: askedAt + 1,
      result: { kind: 'view', view: viewOf(ordinal) },
    };
  };
  // Effective on append: leader and followers show a removal before it is committed.
  const shown = minus(members, pending);
  const configuration = ordinalsIn(shown).map((ordinal) => ({
    id: podName('arc', ordinal),
    suffrage: 'Voter' as const,
    address: '',
  }));
  const records = new Map(ordinalsIn(members).map((ordinal) => [podName('arc', ordinal), { lastHeard: current }]));
  const viewOf = (ordinal: number) => {
    const leads = ordinal === leader;
    const followed = has(shown, ordinal) && leader !== undefined ? podName('arc', leader) : null;
    return {
      memberId: podName('arc', ordinal),
      clusterName: 'arc',
      role: leads ? ('Leader' as const) : followed === null ? ('Candidate' as const) : ('Follower' as const),
      leaderId: followed,
      term,
      lastLogTerm: term,
      lastLogIndex: 10n,
      commitIndex: pending === undefined ? 10n : 9n,
      configuration,
      leaderContact: leads ? 0 : followed === null ? null : 20,
      records,
    };
  };
  const others = ordinalsIn(minus(answering, leader)).map((ordinal) => reading(ordinal, 2));
  if (leader === undefined || !has(answering, leader)) return others;
  return [reading(leader, 0), ...others, reading(leader, 4)];
}

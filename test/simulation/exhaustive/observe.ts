import { raftClusterSpec } from '../../../src/api/raftcluster.ts';
import type { Reading, View } from '../../../src/membership/evidence.ts';
import type { CachedObservation, FreshObservation, PodFacts, SetFacts } from '../../../src/membership/observation.ts';
import { settingsOf } from '../../../src/membership/settings.ts';
import { clusterUid, effective, podUid, setUid } from './state.ts';
import type { PodPhase, State, Wish } from './state.ts';

const spec = raftClusterSpec.parse({
  store: { type: 'Arc' },
  members: [{ statefulSet: 'arc', protectedOrdinals: [] }],
  removal: { delay: '10s', maxPerHour: 16 },
  admin: { removeTimeout: '15s' },
});
/** The budget is not what is searched here. */
export const settings = { ...settingsOf('db', spec), maxPerHour: 1_000_000 };

const podNames = Array.from({ length: 8 }, (_, ordinal) => `arc-${ordinal}`);

/** The caches of the operator, and what the store just answered. */
export function cachedObservation(state: State, readings: readonly Reading[]): CachedObservation {
  const { wish, pods, lives } = state.cached;
  return {
    freshness: 'cached',
    cluster: {
      name: 'arc',
      uid: clusterUid,
      generation: 1,
      createdAt: '2027-01-01T00:00:00Z',
      deleting: false,
      settings,
      status: state.status,
    },
    rivals: [],
    sets: new Map([['arc', setFacts(wish, pods)]]),
    pods: podFacts(pods, lives),
    readings,
    mayRemove: 'allowed',
  };
}

/** The same with the set and the pod in question read from the API server. */
export function freshObservation(
  state: State,
  {
    firstReadAt,
    readings,
    set,
    pod,
  }: { readonly firstReadAt: number; readonly readings: readonly Reading[]; readonly set: Wish; readonly pod: string },
): FreshObservation {
  const cached = cachedObservation(state, readings);
  const ordinal = podNames.indexOf(pod);
  const pods = new Map(cached.pods);
  pods.set(pod, podFact(ordinal, state.pods[ordinal] ?? 'absent', state.lives[ordinal] ?? 0));
  return { ...cached, freshness: 'fresh', firstReadAt, sets: new Map([['arc', setFacts(set, state.pods)]]), pods };
}

/** One round: the leader before and after all others, each pod that the caches know and whose process answers. */
export function askStore(state: State): readonly Reading[] {
  const asked = [...state.cached.pods.keys()].filter(
    (ordinal) =>
      state.cached.pods[ordinal] !== 'absent' &&
      state.alive[ordinal] === true &&
      state.cached.lives[ordinal] === state.lives[ordinal],
  );
  const leading = asked.filter((ordinal) => ordinal === state.leader);
  const others = asked.filter((ordinal) => ordinal !== state.leader);
  return [
    ...leading.map((ordinal) => reading(state, ordinal, 0)),
    ...others.map((ordinal) => reading(state, ordinal, 2)),
    ...leading.map((ordinal) => reading(state, ordinal, 4)),
  ];
}

function reading(state: State, ordinal: number, after: number): Reading {
  return {
    pod: `arc-${ordinal}`,
    podUid: podUid(ordinal, state.lives[ordinal] ?? 0),
    askedAt: state.now + after,
    answeredAt: state.now + after + 1,
    result: { kind: 'view', view: viewOf(state, ordinal) },
  };
}

function viewOf(state: State, ordinal: number): View {
  const { leader, term, index, pending } = state;
  const leads = ordinal === leader;
  // Effective on append: leader and followers show a removal before it is committed.
  const shown = effective(state);
  const isMember = shown.includes(ordinal);
  const followed = isMember ? leader : undefined;
  return {
    memberId: `arc-${ordinal}`,
    clusterName: 'arc',
    role: leads ? 'Leader' : followed === undefined ? 'Candidate' : 'Follower',
    leaderId: followed === undefined ? null : `arc-${followed}`,
    term: BigInt(term),
    lastLogTerm: BigInt(term),
    lastLogIndex: BigInt(index),
    commitIndex: BigInt(pending === undefined ? index : index - 1),
    configuration: shown.map((member) => ({ id: `arc-${member}`, suffrage: 'Voter', address: '' })),
    leaderContact: leads ? 0 : followed === undefined ? null : 20,
    records: new Map(state.members.map((member) => [`arc-${member}`, { lastHeard: String(state.heard[member]) }])),
  };
}

function setFacts({ replicas, generation, observedGeneration }: Wish, pods: readonly PodPhase[]): SetFacts {
  const statusReplicas = pods.filter((phase) => phase !== 'absent').length;
  return {
    name: 'arc',
    uid: setUid,
    generation,
    observedGeneration,
    deleting: false,
    replicas,
    start: 0,
    statusReplicas,
    rolling: false,
  };
}

function podFacts(pods: readonly PodPhase[], lives: readonly number[]): Map<string, PodFacts | 'absent'> {
  return new Map(pods.map((phase, ordinal) => [`arc-${ordinal}`, podFact(ordinal, phase, lives[ordinal] ?? 0)]));
}

export function podFact(ordinal: number, phase: PodPhase, life: number): PodFacts | 'absent' {
  if (phase === 'absent') return 'absent';
  return {
    name: `arc-${ordinal}`,
    uid: podUid(ordinal, life),
    ownerUid: setUid,
    terminating: phase === 'terminating',
    ip: `10.0.0.${ordinal + 1}`,
  };
}

export { setFacts };

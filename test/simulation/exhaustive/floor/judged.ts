import { raftClusterSpec } from '../../../../src/api/raftcluster.ts';
import { contextOf } from '../../../../src/membership/context.ts';
import type { Reading, Suffrage } from '../../../../src/membership/evidence.ts';
import { newMemory } from '../../../../src/membership/memory.ts';
import type { CachedObservation, PodFacts, SetFacts } from '../../../../src/membership/observation.ts';
import { settingsOf } from '../../../../src/membership/settings.ts';
import { setRows } from '../../../../src/membership/status/set-rows.ts';
import type { Situation, Terms } from './situation.ts';

const spec = raftClusterSpec.parse({
  store: { type: 'Arc' },
  members: [
    { statefulSet: 'a', protectedOrdinals: [] },
    { statefulSet: 'b', protectedOrdinals: [] },
  ],
});
const settings = settingsOf('db', spec);
const environment = {
  traits: { heartbeatInterval: 5000, longestAct: 15_000, leavesRecords: true },
  holder: 'operator',
};
const now = { monotonic: 100_000, wall: Date.UTC(2027, 0, 1) };

type Pods = readonly (readonly [name: string, kind: string])[];

/** What the product says of `a`, with the terms that are asked about one situation. */
export function floorsIn(situation: Situation): (terms: Terms) => number {
  const facts = factsOf(situation);
  const context = contextOf(facts, settings, newMemory('uid', 0, 0), now, environment);
  return ({ rolling, protectedOrdinal, minVoters }) => {
    const protectedOrdinals = new Set(protectedOrdinal === undefined ? [] : [protectedOrdinal]);
    const targets = settings.targets.map((target) => ({ ...target, protectedOrdinals }));
    const sets = new Map([
      ['a', setFacts('a', situation.a.length, rolling.a)],
      ['b', setFacts('b', situation.b.length, rolling.b)],
    ]);
    const [row] = setRows({ ...context, facts: { ...facts, sets }, settings: { ...settings, targets, minVoters } });
    if (!row) throw new Error('no row');
    return row.row.minSafeReplicas;
  };
}

function factsOf({ a, b, ghosts }: Situation): CachedObservation {
  const pods: Pods = [
    ...Array.from(a, (kind, ordinal) => [`a-${ordinal}`, kind] as const),
    ...Array.from(b, (kind, ordinal) => [`b-${ordinal}`, kind] as const),
  ];
  return {
    freshness: 'cached',
    cluster: {
      name: 'db',
      uid: 'uid',
      generation: 1,
      createdAt: '2027-01-01T00:00:00Z',
      deleting: false,
      settings,
      status: {},
    },
    rivals: [],
    sets: new Map([
      ['a', setFacts('a', a.length, false)],
      ['b', setFacts('b', b.length, false)],
    ]),
    pods: new Map(pods.map(([name, kind]) => [name, podFacts(name, kind)])),
    readings: readings(pods, ghosts),
    mayRemove: 'allowed',
  };
}

function setFacts(name: string, replicas: number, rolling: boolean): SetFacts {
  return {
    name,
    uid: name,
    generation: 1,
    observedGeneration: 1,
    deleting: false,
    replicas,
    start: 0,
    statusReplicas: replicas,
    rolling,
  };
}

function podFacts(name: string, kind: string): PodFacts {
  return { name, uid: name, ownerUid: name.slice(0, 1), terminating: kind === 's', ip: '10.0.0.1' };
}

/** The first live voter leads, if a majority lives. */
function readings(pods: Pods, ghosts: number): readonly Reading[] {
  const member = (id: string, suffrage: Suffrage) => ({ id, suffrage, address: '' });
  const configuration = [
    ...pods.filter(([, kind]) => kind !== 'j').map(([id, kind]) => member(id, kind === 'n' ? 'Nonvoter' : 'Voter')),
    ...Array.from({ length: ghosts }, (_, index) => member(`a-${90 + index}`, 'Voter')),
  ];
  const live = pods.filter(([, kind]) => kind === 'l' || kind === 's');
  const voters = configuration.filter(({ suffrage }) => suffrage === 'Voter').length;
  const leader = 2 * live.length > voters ? (live.find(([, kind]) => kind === 'l') ?? live[0])?.[0] : undefined;
  const reading = (pod: string, askedAt: number): Reading => ({
    pod,
    podUid: pod,
    askedAt: now.monotonic - 10 + askedAt,
    answeredAt: now.monotonic - 9 + askedAt,
    result: {
      kind: 'view',
      view: {
        memberId: pod,
        clusterName: 'db',
        role: pod === leader ? 'Leader' : leader === undefined ? 'Candidate' : 'Follower',
        leaderId: leader ?? null,
        term: 2n,
        lastLogTerm: 2n,
        lastLogIndex: 10n,
        commitIndex: 10n,
        configuration,
        leaderContact: pod === leader ? 0 : leader === undefined ? null : 20,
        records: new Map(),
      },
    },
  });
  const others = pods
    .filter(([id, kind]) => id !== leader && kind !== 'd' && kind !== 'j')
    .map(([id]) => reading(id, 2));
  return leader === undefined ? others : [reading(leader, 0), ...others, reading(leader, 4)];
}

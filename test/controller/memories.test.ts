import { expect, test } from '@jest/globals';

import { Memories } from '../../src/controller/memories.ts';
import { projectCluster, projectPod, projectSet } from '../../src/controller/projections.ts';
import type { CachedSet } from '../../src/controller/projections.ts';
import type { Sighting } from '../../src/membership/sightings.ts';
import { ManualClock } from '../kube/manual-clock.ts';
import { pod, raftCluster, statefulSet } from './fakes/objects.ts';

const cluster = projectCluster(raftCluster());
const sighting = (ordinal: number): Sighting => ({
  pod: `arc-${ordinal}`,
  set: 'arc',
  setUid: 'uid-set-arc',
  ordinal,
  since: 0,
});
const flight = {
  member: 'arc-4',
  startedAt: 'then',
  seenAt: 0,
  sentAt: 0,
  answer: undefined,
  isOver: false,
  proof: undefined,
};
const set = (replicas: number, generation: number): CachedSet => projectSet(statefulSet({ replicas, generation }));

/** Ordinals 3 and 4 are sighted. */
function setUp() {
  const clock = new ManualClock();
  const memories = new Memories(clock);
  memories.put(cluster, {
    ...memories.of(cluster, 0),
    sightings: new Map([
      ['3', sighting(3)],
      ['4', sighting(4)],
    ]),
  });
  const sighted = (): readonly string[] => [...memories.of(cluster, 0).sightings.keys()];
  return { clock, memories, sighted };
}

test('a pod that is seen ends the sighting of its ordinal at once', () => {
  const { memories, sighted } = setUp();
  memories.onPod({ type: 'added', object: projectPod(pod('arc-4')) });
  expect(sighted()).toEqual(['3']);
});

test('that a pod is gone is no news', () => {
  const { memories, sighted } = setUp();
  memories.onPod({ type: 'deleted', object: projectPod(pod('arc-4')) });
  expect(sighted()).toEqual(['3', '4']);
});

test('a set that wants an ordinal again ends its sighting at once, others go on', () => {
  const { memories, sighted } = setUp();
  memories.onSet({ type: 'updated', previous: set(3, 2), object: set(4, 3) });
  expect(sighted()).toEqual(['4']);
});

test('a generation that nobody saw ends all sightings of the set', () => {
  const { memories, sighted } = setUp();
  memories.onSet({ type: 'updated', previous: set(3, 2), object: set(3, 4) });
  expect(sighted()).toEqual([]);
});

test('so does the end of the set, and its successor', () => {
  const gone = setUp();
  gone.memories.onSet({ type: 'deleted', object: set(3, 2) });
  expect(gone.sighted()).toEqual([]);
  const replaced = setUp();
  replaced.memories.onSet({ type: 'added', object: set(3, 2) });
  expect(replaced.sighted()).toEqual([]);
});

test('events of other namespaces and other sets change nothing', () => {
  const { memories, sighted } = setUp();
  memories.onPod({ type: 'added', object: { ...projectPod(pod('arc-4')), namespace: 'elsewhere' } });
  memories.onSet({ type: 'deleted', object: { ...set(3, 2), name: 'other' } });
  expect(sighted()).toEqual(['3', '4']);
});

test('a RaftCluster that was re-created is remembered anew', () => {
  const { memories } = setUp();
  const second = projectCluster(raftCluster({ uid: 'second' }));
  expect(memories.of(second, 0)).toMatchObject({ uid: 'second', sightings: new Map() });
});

test('what is known of a removal is revised only if it is still the one in flight, of this very RaftCluster', () => {
  const { memories } = setUp();
  memories.fly(cluster, flight);
  memories.revise(cluster, 'another', { answer: 'no' });
  memories.revise(projectCluster(raftCluster({ uid: 'second' })), 'then', { answer: 'no' });
  expect(memories.of(cluster, 0).flight).toEqual(flight);
  memories.revise(cluster, 'then', { answer: 'yes' });
  expect(memories.of(cluster, 0).flight?.answer).toBe('yes');
});

test('what is forgotten is begun anew', () => {
  const { memories, sighted } = setUp();
  memories.forget('store', 'arc');
  memories.forget('store', 'arc');
  expect(sighted()).toEqual([]);
});

test.each([
  ['without a status', raftCluster({ status: {} }), 18_000],
  ['with a status, and old', raftCluster(), 0],
  [
    'with a status, but younger than that',
    raftCluster({ metadata: { creationTimestamp: '2027-01-01T00:16:30Z' } }),
    8000,
  ],
])('a RaftCluster %s waits for what a predecessor may have sent', (_, object, quiet) => {
  const clock = new ManualClock();
  const { monotonic } = clock.now();
  expect(new Memories(clock).of(projectCluster(object), 15_000).quietUntil).toBe(monotonic + quiet);
});

import { describe, expect, test } from '@jest/globals';

import { minSafeReplicas } from '../../../src/membership/status/scale-down.ts';
import { cluster, scaledDown } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

const floors = (world: Cluster) => world.pass().status.statefulSets?.map(({ minSafeReplicas: floor }) => floor);

describe('the deepest safe single step of a quiet, healthy cluster', () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [6, 4],
    [7, 4],
  ])('of %i is down to %i', (replicas, floor) => {
    expect(floors(cluster().set('arc', { replicas, protectedOrdinals: [] }).voters(replicas))).toEqual([floor]);
  });
});

describe('minSafeReplicas', () => {
  const five = () => cluster().set('arc', { replicas: 5, protectedOrdinals: [] }).voters(5);

  test.each([
    ['counts dead voters that are still configured', () => scaledDown(), [3]],
    [
      'is for one set at a time',
      () => cluster().set('arc').set('reader', { replicas: 2 }).voters(3).voters(2, 'reader'),
      [1, 0],
    ],
    [
      'stops above a protected voter',
      () =>
        cluster()
          .set('arc', { replicas: 5, protectedOrdinals: [3] })
          .voters(5),
      [4],
    ],
    ['stops at minVoters', () => five().spec({ removal: { minVoters: 4 } }), [4]],
    [
      'counts a pod that is about to join',
      () => cluster().set('arc', { replicas: 6 }).voters(5).answers('arc-5', {}),
      [4],
    ],
    ['leaves room for a rolling set', () => cluster().set('arc', { replicas: 5, rolling: true }).voters(5), [4]],
    ['does not count a voter whose pod is being stopped', () => five().terminating('arc-0').leader('arc-1'), [4]],
    ['is replicas without a leader', () => five().leader(undefined), [5]],
    ['is replicas while views disagree', () => five().answers('arc-0', { lastLogIndex: 101n }), [5]],
    [
      'is replicas while another node follows another leader',
      () => five().answers('arc-4', { leaderId: 'arc-9' }),
      [5],
    ],
    ['is replicas while a pod out of range exists', () => five().terminating('arc-7'), [5]],
    ['is replicas while the set has more pods than it wants', () => five().set('arc', { statusReplicas: 6 }), [5]],
    ['is replicas while another set shrinks', () => five().set('reader', { replicas: 0, statusReplicas: 1 }), [5, 0]],
    ['is replicas while a set is being deleted', () => five().set('arc', { deleting: true }), [5]],
    ['is as before for a set that does not exist', () => five().missing('reader'), [3, 0]],
  ])('%s', (_, given, expected) => {
    expect(floors(given())).toEqual(expected);
  });

  test('is what was last known while a set is not read', () => {
    const world = five().set('reader', { replicas: 1 }).voters(1, 'reader');
    world.pass();
    expect(floors(world.unread('reader'))).toEqual([5, 1]);
    world.status = {};
    expect(floors(world)).toEqual([5, 0]);
  });
});

/** `live`: a live voter. `dead`: a voter that is wanted but not live. `joining`: wanted, no member yet. */
type Pod = 'live' | 'dead' | 'joining';

const quorum = (n: number) => Math.floor(n / 2) + 1;

function statesOf(size: number): readonly (readonly Pod[])[] {
  if (size === 0) return [[]];
  return statesOf(size - 1).flatMap((pods) => (['live', 'dead', 'joining'] as const).map((pod) => [...pods, pod]));
}

interface State {
  readonly a: readonly Pod[];
  readonly b: readonly Pod[];
  readonly ghosts: number;
  readonly rolling: readonly [boolean, boolean];
  readonly isProtected: boolean;
  readonly minVoters: number;
}

const count = (pods: readonly Pod[], wanted: Pod) => pods.filter((pod) => pod === wanted).length;

/**
 * Whether a quorum is left, whatever happens, when `a` keeps its first `keep` pods: those that are joining may join in any
 * number before they are of use, and each set that is rolling may have one live pod down.
 */
function survives({ a, b, ghosts, rolling, isProtected, minVoters }: State, keep: number): boolean {
  const all = [...a, ...b];
  const voters = count(all, 'live') + count(all, 'dead') + ghosts;
  const cut = a.slice(keep);
  const left = [a.slice(0, keep), b];
  if (isProtected && keep === 0 && (a[0] === 'live' || a[0] === 'dead')) return false;
  if (cut.includes('live') && voters - count(cut, 'live') < minVoters) return false;
  if (voters - count(cut, 'live') < minVoters) return false;
  const down = left.filter((pods, index) => rolling[index] === true && pods.includes('live')).length;
  const live = left.reduce((sum, pods) => sum + count(pods, 'live'), 0);
  for (let joined = 0; joined <= count([...cut, ...left.flat()], 'joining'); joined++) {
    for (let fallen = 0; fallen <= down; fallen++) if (live - fallen < quorum(voters + joined)) return false;
  }
  return true;
}

function oracle(state: State): number {
  let floor = state.a.length;
  while (floor > 0 && survives(state, floor - 1)) floor--;
  return floor;
}

function judged({ a, b, ghosts, rolling, isProtected, minVoters }: State): number {
  const named = [
    ...a.map((pod, index) => [`a-${index}`, pod] as const),
    ...b.map((pod, index) => [`b-${index}`, pod] as const),
  ];
  const voters = named.filter(([, pod]) => pod !== 'joining').map(([id]) => id);
  const margin = {
    voters: [...voters, ...Array.from({ length: ghosts }, (_, index) => `ghost-${index}`)],
    live: new Set(named.filter(([, pod]) => pod === 'live').map(([id]) => id)),
    joining: named.length - voters.length,
    rolling: rolling.filter(Boolean).length,
    minVoters,
  };
  const set = {
    name: 'a',
    uid: 'a',
    generation: 1,
    observedGeneration: 1,
    deleting: false,
    replicas: a.length,
    start: 0,
    statusReplicas: a.length,
    rolling: rolling[0],
  };
  const target = { set: 'a', template: '{pod}', protectedOrdinals: new Set(isProtected ? [0] : []) };
  return minSafeReplicas(set, target, margin, 'db');
}

function* smallStates(): Generator<State> {
  for (let size = 0; size <= 6; size++)
    for (const pods of statesOf(size))
      for (let first = 0; first <= size; first++)
        for (const ghosts of [0, 1, 2])
          for (const rolling of [
            [false, false],
            [true, false],
            [false, true],
            [true, true],
          ] as const)
            for (const [isProtected, minVoters] of [
              [false, 1],
              [true, 1],
              [false, 3],
            ] as const) {
              const state = { a: pods.slice(0, first), b: pods.slice(first), ghosts, rolling, isProtected, minVoters };
              if (size + ghosts <= 6) yield state;
            }
}

test('against every state of two sets with up to six voters: exact when quiet, never looser', () => {
  const tooLoose: State[] = [];
  const inexact: State[] = [];
  for (const state of smallStates()) {
    const [said, true_] = [judged(state), oracle(state)];
    const isQuiet = !state.rolling.includes(true) && !state.a.includes('joining') && !state.b.includes('joining');
    if (said < true_) tooLoose.push(state);
    if (isQuiet && said !== true_) inexact.push(state);
  }
  expect({ tooLoose, inexact }).toEqual({ tooLoose: [], inexact: [] });
});

import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { decide } from '../../../src/membership/decide.ts';
import { newMemory } from '../../../src/membership/memory.ts';
import type { Memory } from '../../../src/membership/memory.ts';
import { fenceWindow } from '../../../src/membership/record.ts';
import { afterPodEvent, afterSetEvent } from '../../../src/membership/sightings.ts';
import { askStore, cachedObservation, freshObservation, podFact, setFacts } from './observe.ts';
import { clusterUid, put } from './state.ts';
import type { State } from './state.ts';

const environment = {
  traits: { heartbeatInterval: 5_000, longestAct: 15_000, leavesRecords: false },
  holder: 'operator',
};
const epoch = Date.UTC(2027, 0, 1);

type SetRow = NonNullable<RaftClusterStatus['statefulSets']>[number];

/** One thing that may happen next, and what is then. */
export interface Step {
  readonly name: string;
  readonly next: State;
}

/** Everything that the operator, its watches and its end may do next. */
export function operatorSteps(state: State): readonly Step[] {
  return [...deliverySteps(state), ...passSteps(state), ...restartSteps(state)];
}

function deliverySteps(state: State): readonly Step[] {
  const [event, ...events] = state.events;
  if (event === undefined) return [];
  const { cached, memory } = state;
  if (event.kind === 'set') {
    const [before, after] = [setFacts(cached.wish, cached.pods), setFacts(event.set, cached.pods)];
    const sightings = afterSetEvent(memory.sightings, 'arc', before, after);
    const next = { ...state, events, cached: { ...cached, wish: event.set }, memory: { ...memory, sightings } };
    return [{ name: 'the watch delivers the set', next }];
  }
  const { ordinal, phase, life } = event;
  const pod = podFact(ordinal, phase, life);
  const sightings = pod === 'absent' ? memory.sightings : afterPodEvent(memory.sightings, pod);
  const known = { ...cached, pods: put(cached.pods, ordinal, phase), lives: put(cached.lives, ordinal, life) };
  return [
    {
      name: `the watch delivers arc-${ordinal}`,
      next: { ...state, events, cached: known, memory: { ...memory, sightings } },
    },
  ];
}

function passSteps(state: State): readonly Step[] {
  const { progress } = state;
  switch (progress.kind) {
    case 'idle':
      return [cachedPass(state)];
    case 'asked':
      return readSet(state);
    case 'readSet':
      return [freshPass(state)];
    case 'begun':
      return [send(state)];
  }
}

/** Of the caches, and of one round to the store. */
export function cachedPass(state: State): Step {
  const { status, memory, effect } = decide(
    cachedObservation(state, askStore(state)),
    state.memory,
    moment(state),
    environment,
  );
  const known = { ...state, memory, status: kept(status) };
  if (!effect?.pod) return { name: 'a pass', next: known };
  const { id, pod } = effect;
  const asked = { kind: 'asked', id, pod, firstReadAt: state.now, readings: askStore(state) } as const;
  return { name: `a pass that means to remove ${id}, and asks again`, next: { ...state, memory, progress: asked } };
}

function readSet(state: State): readonly Step[] {
  const { progress, wish, cached } = state;
  if (progress.kind !== 'asked') return [];
  if (wish.generation !== cached.wish.generation)
    return [{ name: 'the set is newer than its watch', next: { ...state, progress: { kind: 'idle' } } }];
  return [{ name: 'the set is read', next: { ...state, progress: { ...progress, kind: 'readSet', set: wish } } }];
}

function freshPass(state: State): Step {
  const { progress } = state;
  if (progress.kind !== 'readSet') throw new Error('not read yet');
  const { status, memory, effect } = decide(
    freshObservation(state, progress),
    state.memory,
    moment(state),
    environment,
  );
  const known = { ...state, memory, status: kept(status) };
  if (effect?.id === progress.id)
    return {
      name: `begins the removal of ${effect.id}`,
      next: { ...known, progress: { kind: 'begun', order: effect } },
    };
  const { removal: _, ...withoutRecord } = known.status;
  const reported = effect ? withoutRecord : known.status;
  return { name: 'fresh reads speak against it', next: { ...known, status: reported, progress: { kind: 'idle' } } };
}

/** In the turn in which the fence is looked at. */
function send(state: State): Step {
  const { progress, memory, status } = state;
  if (progress.kind !== 'begun') throw new Error('nothing begun');
  const { order } = progress;
  const { removal: _, ...withoutRecord } = status;
  const idle = { ...state, progress: { kind: 'idle' } } as const;
  if (state.now - order.firstReadAt > fenceWindow)
    return { name: 'too late: takes the record back', next: { ...idle, status: withoutRecord } };
  const { member, startedAt } = order.record;
  const flight = { member, startedAt, seenAt: state.now, sentAt: state.now, answer: undefined };
  const wire = { target: ordinalOf(order.id), leader: ordinalOf(order.leader.memberId), sentAt: state.now };
  return {
    name: `sends DELETE ${order.id} to ${order.leader.memberId}`,
    next: { ...idle, memory: { ...memory, flight }, wire },
  };
}

/** Killed and started again: the caches are complete, the memory is empty. */
function restartSteps(state: State): readonly Step[] {
  const { left, now, wish, pods, lives } = state;
  if (left.faults === 0) return [];
  const memory: Memory = newMemory(clusterUid, now, 0);
  const next: State = {
    ...state,
    memory,
    events: [],
    cached: { wish, pods, lives },
    progress: { kind: 'idle' },
    left: { ...left, faults: left.faults - 1 },
  };
  return [{ name: 'the operator starts again', next }];
}

/** Of a status only what the next decision relies on. */
function kept({ statefulSets, removal, removals, leftovers }: RaftClusterStatus): RaftClusterStatus {
  return {
    ...(statefulSets && { statefulSets: statefulSets.map(trusted) }),
    ...(removal && { removal }),
    ...(removals && { removals }),
    ...(leftovers && { leftovers }),
  };
}

function trusted({ name, uid, confirmedMemberId }: SetRow): SetRow {
  return {
    name,
    replicas: 0,
    voters: 0,
    liveVoters: 0,
    minSafeReplicas: 0,
    ...(uid && { uid }),
    ...(confirmedMemberId && { confirmedMemberId }),
  };
}

function moment({ now }: State): { readonly monotonic: number; readonly wall: number } {
  return { monotonic: now + 10, wall: epoch + now + 10 };
}

export function ordinalOf(id: string): number {
  return Number(id.slice('arc-'.length));
}

import { cachedPass } from './operator-steps.ts';
import type { Step } from './operator-steps.ts';
import { effective, hasMajority, put, type PodPhase, type State, type WatchEvent, type Wish } from './state.ts';

const tick = 10_000;
/** How long a DELETE may be under way, as long as the store may act after its client has given up: one tick here. */
const longestWay = 15_000;

/** Everything that may happen next without the operator: users, the StatefulSet controller, kubelets, the store, faults, time. */
export function worldSteps(state: State): readonly Step[] {
  return [
    ...userSteps(state),
    ...controllerSteps(state),
    ...kubeletSteps(state),
    ...storeSteps(state),
    ...faultSteps(state),
    ...timeSteps(state),
  ].map(({ name, next }) => ({ name, next: settleLeadership(next) }));
}

function userSteps(state: State): readonly Step[] {
  const { wish, left, pods } = state;
  if (left.scales === 0) return [];
  return [...pods.keys(), pods.length]
    .filter((replicas) => replicas !== wish.replicas)
    .map((replicas) => ({
      name: `scale to ${replicas}`,
      next: {
        ...withWish(state, { ...wish, replicas, generation: wish.generation + 1 }),
        left: { ...left, scales: left.scales - 1 },
      },
    }));
}

function controllerSteps(state: State): readonly Step[] {
  const { wish, pods } = state;
  if (wish.observedGeneration < wish.generation)
    return [{ name: 'controller observes', next: withWish(state, { ...wish, observedGeneration: wish.generation }) }];
  const steps: Step[] = [];
  const condemned = pods.findLastIndex((phase, ordinal) => phase === 'running' && ordinal >= wish.replicas);
  if (condemned >= 0 && !pods.includes('terminating'))
    steps.push({ name: `controller deletes arc-${condemned}`, next: withPod(state, condemned, 'terminating') });
  const missing = pods.findIndex((phase, ordinal) => phase === 'absent' && ordinal < wish.replicas);
  if (missing >= 0) {
    const lives = put(state.lives, missing, (state.lives[missing] ?? 0) + 1);
    const next = withPod({ ...state, lives, alive: put(state.alive, missing, true) }, missing, 'running');
    steps.push({ name: `controller creates arc-${missing}`, next });
  }
  return steps;
}

/** A pod ends with a leave that the store heard, or without. */
function kubeletSteps(state: State): readonly Step[] {
  return [...state.pods.keys()]
    .filter((ordinal) => state.pods[ordinal] === 'terminating')
    .flatMap((ordinal) => {
      const ended = withPod({ ...state, alive: put(state.alive, ordinal, false) }, ordinal, 'absent');
      const steps: Step[] = [{ name: `arc-${ordinal} ends without a leave`, next: ended }];
      const { leader, members } = state;
      const others = effective(state).filter((other) => other !== ordinal);
      const mayLeave =
        leader !== undefined && leader !== ordinal && state.alive[ordinal] === true && state.pending === undefined;
      if (mayLeave && members.includes(ordinal) && others.length > 0 && hasMajority(ended, others))
        steps.push({ name: `arc-${ordinal} leaves`, next: { ...ended, members: others, index: state.index + 1 } });
      return steps;
    });
}

function storeSteps(state: State): readonly Step[] {
  const { leader, pending, members, alive, wire } = state;
  const steps: Step[] = [];
  if (leader === undefined && hasMajority(state, members)) {
    const able = members.filter((ordinal) => alive[ordinal]);
    for (const chosen of new Set([able[0], able.at(-1)])) {
      if (chosen === undefined) continue;
      const elected = { ...state, leader: chosen, term: state.term + 1, index: state.index + 1 };
      steps.push({ name: `arc-${chosen} is elected`, next: { ...elected, pending: undefined } });
      // It has the entry of the deposed leader in its log.
      if (pending !== undefined && pending !== chosen && hasMajority(state, effective(state)))
        steps.push({ name: `arc-${chosen} is elected with the entry`, next: elected });
    }
  }
  if (leader !== undefined && pending !== undefined && hasMajority(state, effective(state)))
    steps.push({
      name: `removal of arc-${pending} commits`,
      next: { ...state, members: effective(state), pending: undefined, index: state.index + 1 },
    });
  const joining = [...alive.keys()].find((ordinal) => alive[ordinal] && !members.includes(ordinal));
  if (
    joining !== undefined &&
    leader !== undefined &&
    pending === undefined &&
    hasMajority(state, [...members, joining])
  )
    steps.push({
      name: `arc-${joining} joins`,
      next: {
        ...state,
        members: [...members, joining].toSorted((a, b) => a - b),
        index: state.index + 2,
        term: state.term + 1,
      },
    });
  if (wire) {
    const { wire: _, ...rest } = state;
    const gone: State = { ...rest, wire: undefined };
    steps.push({ name: 'the DELETE is lost', next: gone });
    if (leader === wire.leader && alive[leader] && pending === undefined && wire.target !== leader)
      steps.push({
        name: `the DELETE of arc-${wire.target} arrives`,
        next: members.includes(wire.target)
          ? { ...gone, pending: wire.target, index: state.index + 1 }
          : { ...gone, index: state.index + 1 },
      });
  }
  return steps;
}

function faultSteps(state: State): readonly Step[] {
  const { left, alive, leader } = state;
  const restarts = [...alive.keys()]
    .filter((ordinal) => !alive[ordinal] && state.pods[ordinal] === 'running')
    .map((ordinal) => ({ name: `arc-${ordinal} starts again`, next: { ...state, alive: put(alive, ordinal, true) } }));
  if (left.faults === 0) return restarts;
  const spent = { ...state, left: { ...left, faults: left.faults - 1 } };
  const crashes = [...alive.keys()]
    .filter((ordinal) => alive[ordinal])
    .map((ordinal) => ({ name: `arc-${ordinal} crashes`, next: { ...spent, alive: put(alive, ordinal, false) } }));
  const deposed =
    leader === undefined ? [] : [{ name: 'the leader is deposed', next: { ...spent, leader: undefined } }];
  return [...restarts, ...crashes, ...deposed];
}

/** Ten seconds pass: who lives is heard, and what was too long under way is given up by the store as well. */
function timeSteps(state: State): readonly Step[] {
  const { now, alive, heard, wire } = state;
  const later = now + tick;
  const next: State = {
    ...state,
    now: later,
    heard: heard.map((last, ordinal) => (alive[ordinal] ? later : last)),
    wire: wire && later - wire.sentAt > longestWay ? undefined : wire,
  };
  // An operator with nothing under way polls meanwhile.
  return [{ name: '10 s pass', next: next.progress.kind === 'idle' ? cachedPass(next).next : next }];
}

/** Without a majority nobody leads, and a dead node does not. */
function settleLeadership(state: State): State {
  const { leader } = state;
  if (leader === undefined) return state;
  const voters = effective(state);
  const holds = state.alive[leader] === true && hasMajority(state, voters) && voters.includes(leader);
  return holds ? state : { ...state, leader: undefined };
}

function withWish(state: State, wish: Wish): State {
  return { ...state, wish, events: [...state.events, { kind: 'set', set: wish }] };
}

function withPod(state: State, ordinal: number, phase: PodPhase): State {
  const event: WatchEvent = { kind: 'pod', ordinal, phase, life: state.lives[ordinal] ?? 0 };
  return { ...state, pods: put(state.pods, ordinal, phase), events: [...state.events, event] };
}

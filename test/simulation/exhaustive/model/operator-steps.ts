import type { Decided, Decisions } from './decided.ts';
import type { Answers, Look } from './observed.ts';
import { has, ordinalsIn, plus, put } from './ordinals.ts';
import { packProgress } from './packed.ts';
import type { Recalled } from './recalled.ts';
import { idle, isHeardNow } from './state.ts';
import type { State, TruthOfTarget } from './state.ts';
import type { Step } from './step.ts';
import { deliveries, deliverPod, deliverSet, setDeliveries } from './watches.ts';
import type { Delivered } from './watches.ts';

/**
 * What the operator may do next. Whatever the watches deliver is delivered right before a step of the operator that looks
 * at the caches: until then nobody can tell, so that all other orders come to the same (README, "Fewer orders").
 */
export function operatorSteps(state: State, decisions: Decisions): readonly Step[] {
  const { progress } = state;
  switch (progress.kind) {
    case 'idle':
      return afterDeliveries(deliveries(state), (name, at) => cachedPass(name, at, decisions));
    case 'asked':
      return afterDeliveries(setDeliveries(state), readSet);
    case 'read':
      return afterDeliveries(deliveries(state), (name, at) => freshPass(name, at, decisions));
    case 'begun':
      return [send(state)];
  }
}

/**
 * Marks the steps that come to nothing that would not also come if something was delivered later: those that change
 * nothing, and those that come to the same with less delivered.
 */
function afterDeliveries(ways: readonly Delivered[], stepAfter: (name: string, state: State) => Step): readonly Step[] {
  const steps = ways.map(({ name, state }) => stepAfter(name, state));
  return steps.map((step, index) => {
    const { withLessOfSet = -1, withLessOfPods = -1 } = ways[index] ?? {};
    const [lessOfSet, lessOfPods] = [steps[withLessOfSet], steps[withLessOfPods]];
    const isVain =
      isSame(step.next, step.at) ||
      (lessOfSet !== undefined && isSame(step.next, deliverSet(lessOfSet.next, 1))) ||
      (lessOfPods !== undefined && isSame(step.next, deliverPod(lessOfPods.next)));
    return isVain ? { ...step, isVain } : step;
  });
}

/** Of two states that differ in nothing but what the operator does and knows. */
function isSame(a: State, b: State): boolean {
  return (
    a.removal === b.removal &&
    a.sightings === b.sightings &&
    isHeardNow(a) === isHeardNow(b) &&
    a.flight === b.flight &&
    a.isProven === b.isProven &&
    a.failures === b.failures &&
    (a.progress === b.progress || packProgress(a.progress) === packProgress(b.progress))
  );
}

/** Of the caches and one round to the store. It may lead to fresh reads, of which the round is the first. */
function cachedPass(name: string, state: State, all: Decisions): Step {
  const answers = ask(state);
  const look: Look = {
    replicas: state.knownReplicas,
    // Taken to be seen at once, which lets the operator go as far as the fresh reads more often: those decide.
    observed: true,
    pods: state.knownPods,
    answers,
    removal: state.removal,
  };
  const decided = all.decide(look, recalledIn(state), false);
  const { effect, memory, removal, ended } = decided;
  if (effect === undefined)
    return { name: `${name}a pass${endOf(decided)}`, at: state, next: { ...state, ...memory, removal }, ended };
  const round = { ...answers, leader: answers.leader ?? 0, reigns: true };
  return {
    name: `${name}a pass that means to remove arc-${effect}, and asks the store again`,
    at: state,
    next: { ...state, ...memory, progress: { kind: 'asked', target: effect, truth: truthOf(effect, state), round } },
  };
}

/** The answer to a DELETE comes as soon as it arrives, or is given up: sooner than that it may not be counted on. */
function recalledIn(state: State): Recalled {
  return { ...state, isAnswered: state.wire === undefined };
}

/** Every pod that the caches know, if it is still the same pod and its process runs. */
function ask({ knownPods, podNews, alive, leader, members, pending }: State): Answers {
  let answering = 0;
  for (const ordinal of ordinalsIn(alive))
    if (knownPods[ordinal] !== 'a' && !isReplaced(ordinal, knownPods, podNews)) answering = plus(answering, ordinal);
  return { late: false, leader, members, pending, answering };
}

/** Whether the news of `ordinal` pass the start of another pod of its name. */
function isReplaced(ordinal: number, knownPods: string, podNews: string): boolean {
  if (podNews.length < 2) return false;
  const news = podNews.split(String(ordinal)).length - 1;
  return news >= (knownPods[ordinal] === 'r' ? 3 : 2);
}

function readSet(name: string, state: State): Step {
  const { progress, setNews, replicas, observed, unwantedFrom } = state;
  if (progress.kind !== 'asked') throw new Error('nothing was asked');
  return setNews !== ''
    ? { name: `${name}the set is newer than its watch: starts over`, at: state, next: leave(state) }
    : {
        name: `${name}the set is read: ${replicas} replicas${observed ? ', observed' : ''}`,
        at: state,
        next: {
          ...state,
          progress: { ...progress, kind: 'read', replicas, observed, unwanted: progress.target >= unwantedFrom },
        },
      };
}

function truthOf(target: number, { pods, alive }: State): TruthOfTarget {
  if (pods[target] !== 'a') return 'present';
  return has(alive, target) ? 'alive' : 'gone';
}

/** Reads the pod of the target, and decides again. */
function freshPass(name: string, state: State, decisions: Decisions): Step {
  const { progress, knownPods, pods } = state;
  if (progress.kind !== 'read') throw new Error('the set was not read');
  const { target, round, replicas, observed } = progress;
  const look: Look = {
    replicas,
    observed,
    pods: put(knownPods, target, pods[target] ?? 'a'),
    answers: round,
    removal: state.removal,
  };
  const decided = decisions.decide(look, recalledIn(state), true);
  const { effect, memory, removal, ended } = decided;
  const known = { ...state, ...memory };
  if (effect !== target)
    return {
      name: `${name}fresh reads speak against it${endOf(decided)}`,
      at: state,
      next: leave({ ...known, removal: effect === undefined ? removal : undefined }),
      ended,
    };
  const { leader } = round;
  return {
    name: `${name}fresh reads confirm it${endOf(decided)}; the record of arc-${target} is written`,
    at: state,
    next: {
      ...leave(known),
      removal: target,
      flight: 'unseen',
      isProven: false,
      progress: { kind: 'begun', target, leader, late: round.late },
    },
    ended,
  };
}

/** What was heard of another leader than today's is of no use any more. */
function leave(state: State): State {
  const { progress } = state;
  const reigns = (progress.kind === 'asked' || progress.kind === 'read') && progress.round.reigns;
  return { ...(reigns ? state : forgetHeard(state)), progress: idle };
}

export function forgetHeard(state: State): State {
  return { ...state, heardNow: false, sightings: state.sightings.replaceAll(/\d/g, '0') };
}

/** The fence is looked at in the turn in which the request is handed over. */
function send(state: State): Step {
  const { progress } = state;
  if (progress.kind !== 'begun') throw new Error('nothing was begun');
  const { target, leader, late } = progress;
  const next: State = late
    ? { ...state, progress: idle, removal: undefined }
    : { ...state, progress: idle, flight: 'sent', wire: { target, leader, ticks: 0 } };
  const name = late ? 'too late: takes the record back' : `sends DELETE arc-${target} to arc-${leader}`;
  return { name, at: state, next };
}

function endOf({ ended }: Decided): string {
  return ended ? ` that reports arc-${ended.member} as ${ended.result}` : '';
}

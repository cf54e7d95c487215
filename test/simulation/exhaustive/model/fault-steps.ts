import { minus, ordinalsIn, plus } from './ordinals.ts';
import { underNewLeader } from './store-steps.ts';
import { idle } from './state.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { withPod } from './kubernetes-steps.ts';

type Happening = Pick<Step, 'name' | 'next'>;

/** Faults, each at the cost of one that is left; and what mends by itself. */
export function crashSteps(state: State): readonly Happening[] {
  const ends = mendings(state);
  if (state.faults === 0) return ends;
  const spent = { ...state, faults: state.faults - 1 };
  return [...ends, ...crashes(spent), ...lostNodes(spent), ...depositions(spent)];
}

/** A container that crashed starts again; the process on a lost node ends at last. */
function mendings({ pods, alive, ...rest }: State): readonly Happening[] {
  const state = { ...rest, pods, alive };
  return Array.from(pods).flatMap((phase, ordinal) => {
    const isAlive = (alive & (1 << ordinal)) !== 0;
    if (phase === 'r' && !isAlive)
      return [{ name: `arc-${ordinal} starts again`, next: { ...state, alive: plus(alive, ordinal) } }];
    if (phase === 'a' && isAlive)
      return [{ name: `the process of arc-${ordinal} ends`, next: { ...state, alive: minus(alive, ordinal) } }];
    return [];
  });
}

function crashes(state: State): readonly Happening[] {
  return ordinalsIn(state.alive)
    .filter((ordinal) => state.pods[ordinal] !== 'a')
    .map((ordinal) => ({
      name: `arc-${ordinal} crashes`,
      next: { ...state, alive: minus(state.alive, ordinal) },
    }));
}

/** The node of a pod is lost, and its pod object deleted by force: the process goes on. */
function lostNodes(state: State): readonly Happening[] {
  return ordinalsIn(state.alive)
    .filter((ordinal) => state.pods[ordinal] !== 'a')
    .map((ordinal) => {
      const terminating = state.pods[ordinal] === 't' ? state : withPod(state, ordinal, 't');
      return {
        name: `arc-${ordinal} is deleted by force, its process goes on`,
        next: withPod(terminating, ordinal, 'a'),
      };
    });
}

function depositions(state: State): readonly Happening[] {
  return state.leader === undefined ? [] : [{ name: 'the leader is deposed', next: underNewLeader(state, undefined) }];
}

/** The operator is killed and starts again, at the cost of a fault: its caches are complete, its memory is empty. */
export function restartSteps(state: State): readonly Step[] {
  const { replicas, pods, removal, faults } = state;
  if (faults === 0) return [];
  const step: Step = {
    name: 'the operator starts again',
    at: state,
    next: {
      ...state,
      setNews: '',
      knownReplicas: replicas,
      podNews: '',
      knownPods: pods,
      sightings: '-'.repeat(pods.length),
      heardNow: false,
      flight: removal === undefined ? 'none' : 'unseen',
      isProven: false,
      failures: '0'.repeat(pods.length),
      progress: idle,
      faults: faults - 1,
    },
  };
  return [step];
}

import { has, hasMajority, minus, plus, put, size } from './ordinals.ts';
import type { PodPhase, State } from './state.ts';
import type { Step } from './step.ts';

type Happening = Pick<Step, 'name' | 'next'>;

/** The user changes `replicas`, once for each scale operation that is left. */
export function userSteps(state: State): readonly Happening[] {
  const { replicas, scales, pods, setNews, unwantedFrom } = state;
  if (scales === 0) return [];
  return Array.from({ length: pods.length + 1 }, (_, wanted) => wanted)
    .filter((wanted) => wanted !== replicas)
    .map((wanted) => ({
      name: `the user scales to ${wanted}`,
      next: {
        ...state,
        replicas: wanted,
        observed: false,
        setNews: setNews + wanted,
        unwantedFrom: Math.max(unwantedFrom, wanted),
        scales: scales - 1,
      },
    }));
}

/** One pod at a time, the highest condemned first, the lowest missing first. It acts on the newest spec, once it has seen it. */
export function controllerSteps(state: State): readonly Happening[] {
  const { replicas, observed, pods } = state;
  if (!observed) return [{ name: 'the controller sees the new spec', next: { ...state, observed: true } }];
  const steps: Happening[] = [];
  const condemned = pods.lastIndexOf('r');
  if (condemned >= replicas && !pods.includes('t'))
    steps.push({ name: `the controller deletes arc-${condemned}`, next: withPod(state, condemned, 't') });
  const missing = pods.indexOf('a');
  if (missing >= 0 && missing < replicas) {
    const created = withPod(state, missing, 'r');
    steps.push({
      name: `the controller creates arc-${missing}`,
      next: { ...created, alive: plus(created.alive, missing) },
    });
  }
  return steps;
}

/** A pod that is being stopped ends, after a leave that the store heard, or without. */
export function kubeletSteps(state: State): readonly Happening[] {
  const { pods, alive, leader, members, pending } = state;
  const ordinal = pods.indexOf('t');
  if (ordinal < 0) return [];
  const ended = { ...withPod(state, ordinal, 'a'), alive: minus(alive, ordinal) };
  const steps: Happening[] = [{ name: `arc-${ordinal} ends without a leave`, next: ended }];
  const others = minus(members, ordinal);
  const isHeard = leader !== undefined && leader !== ordinal && has(alive, ordinal) && pending === undefined;
  if (isHeard && has(members, ordinal) && size(others) > 0 && hasMajority(ended.alive, others))
    steps.push({ name: `arc-${ordinal} leaves and ends`, next: { ...ended, members: others } });
  return steps;
}

export function withPod(state: State, ordinal: number, phase: PodPhase): State {
  return { ...state, pods: put(state.pods, ordinal, phase), podNews: state.podNews + ordinal };
}

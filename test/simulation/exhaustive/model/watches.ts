import { afterPodEvent, afterSetEvent } from '../../../../src/membership/sightings.ts';
import type { Sightings } from '../../../../src/membership/sightings.ts';
import { podFacts, setFacts } from './observed.ts';
import { minus, put } from './ordinals.ts';
import { keepSightings, recallSightings } from './recalled.ts';
import type { PodPhase, Progress, State } from './state.ts';

/** One way in which the watches may have delivered something by now. */
export interface Delivered {
  /** For people; empty if nothing was. */
  readonly name: string;
  readonly state: State;
  /** The way that delivers one event of either watch less, by its place in the list. */
  readonly withLessOfSet: number | undefined;
  readonly withLessOfPods: number | undefined;
}

/**
 * Every way: so much of the one watch, in order, and so much of the other; or the watch of the set lists again, and shows
 * the newest only.
 */
export function deliveries(state: State): readonly Delivered[] {
  const podWays = state.podNews.length + 1;
  return setDeliveries(state)
    .flatMap(({ name, state: bySet, withLessOfSet }) =>
      podDeliveries(bySet).map((byPods, index) => ({
        name: name + byPods.name,
        state: byPods.state,
        withLessOfSet: withLessOfSet === undefined ? undefined : withLessOfSet * podWays + index,
        withLessOfPods: index === 0 ? undefined : -1,
      })),
    )
    .map((way, index) => (way.withLessOfPods === undefined ? way : { ...way, withLessOfPods: index - 1 }));
}

export function setDeliveries(state: State): readonly Delivered[] {
  const { setNews } = state;
  const ways: Delivered[] = [{ name: '', state, withLessOfSet: undefined, withLessOfPods: undefined }];
  let current = state;
  for (let count = 1; count <= setNews.length; count++) {
    current = deliverSet(current, 1);
    ways.push({
      name: `[the watch shows ${shown(current)}] `,
      state: current,
      withLessOfSet: count - 1,
      withLessOfPods: undefined,
    });
  }
  if (setNews.length > 1) {
    const latest = deliverSet(state, setNews.length);
    ways.push({
      name: `[the watch lists again: ${shown(latest)}] `,
      state: latest,
      withLessOfSet: undefined,
      withLessOfPods: undefined,
    });
  }
  return ways;
}

function shown({ knownReplicas }: State): string {
  return `${knownReplicas} replicas`;
}

/** A watch that would be further behind delivers. */
export function keepUp(state: State, lag: number): State {
  let current = state;
  while (current.setNews.length > lag) current = deliverSet(current, 1);
  while (current.podNews.length > lag) current = deliverPod(current);
  return current;
}

/** The next `count` of the set's news as one event. */
export function deliverSet(state: State, count: number): State {
  const { setNews, knownReplicas, sightings } = state;
  const replicas = Number(setNews[count - 1]);
  const before = setFacts(knownReplicas, true, 2);
  const after = setFacts(replicas, true, 2 + count);
  return {
    ...state,
    setNews: setNews.slice(count),
    knownReplicas: replicas,
    sightings: afterEvent(sightings, (all) => afterSetEvent(all, 'arc', before, after)),
  };
}

function podDeliveries(state: State): readonly { readonly name: string; readonly state: State }[] {
  const ways = [{ name: '', state }];
  let [current, name] = [state, ''];
  while (current.podNews !== '') {
    const ordinal = Number(current.podNews[0]);
    current = deliverPod(current);
    name += `[the watch shows arc-${ordinal} ${phaseNames[current.knownPods[ordinal] as PodPhase]}] `;
    ways.push({ name, state: current });
  }
  return ways;
}

const phaseNames = { r: 'running', t: 'terminating', a: 'gone' } as const;

/** The next event of the pods. */
export function deliverPod(state: State): State {
  const { podNews, knownPods, sightings, progress } = state;
  const ordinal = Number(podNews[0]);
  const phase = nextPhase(knownPods, ordinal);
  const pod = podFacts(ordinal, phase);
  return {
    ...state,
    podNews: podNews.slice(1),
    knownPods: put(knownPods, ordinal, phase),
    sightings: pod === 'absent' ? sightings : afterEvent(sightings, (all) => afterPodEvent(all, pod)),
    progress: phase === 't' ? progress : withoutAnswer(progress, ordinal),
  };
}

function nextPhase(pods: string, ordinal: number): PodPhase {
  const phase = pods[ordinal];
  return phase === 'r' ? 't' : phase === 't' ? 'a' : 'r';
}

/** An answer is never credited to another pod object than the one that was asked. */
function withoutAnswer(progress: Progress, ordinal: number): Progress {
  if (progress.kind !== 'asked' && progress.kind !== 'read') return progress;
  const { round } = progress;
  return { ...progress, round: { ...round, answering: minus(round.answering, ordinal) } };
}

function afterEvent(sightings: string, event: (sightings: Sightings) => Sightings): string {
  if (!/[^-]/.test(sightings)) return sightings;
  return keepSightings(sightings, event(recallSightings(sightings)));
}

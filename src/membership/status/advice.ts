import { placeOf } from '../identity.ts';
import type { Judgement } from '../judgement.ts';
import { inRange } from '../observation.ts';
import type { Facts } from '../observation.ts';
import type { Settings } from '../settings.ts';

/**
 * What a person can do about a lost quorum (removal rule §5): how many voters must come back and, only if scaling up
 * would bring back enough of them, the commands that do; otherwise whose pods are wanted and yet missing.
 */
export function quorumLostAdvice(facts: Facts, settings: Settings, judgement: Judgement): string {
  const { voters, quorum, views, gone } = judgement;
  const isMissing = (id: string) => !views.some(({ view }) => view.memberId === id);
  const needed = quorum - voters.filter((id) => !isMissing(id)).length;
  const unwanted = [...gone].flatMap((id) => stepFor(id, facts, settings) ?? []);
  const must = `${needed} of them must come back`;
  if (unwanted.length < needed) {
    const wanted = voters.filter((id) => isMissing(id) && isWanted(id, facts, settings)).toSorted();
    return wanted.length > 0 ? `${must}: look at the pods of ${wanted.join(', ')}.` : `${must}.`;
  }
  const sizes = Map.groupBy(unwanted, ({ set }) => set);
  const commands = [...sizes].map(([set, steps]) => {
    const replicas = Math.max(...steps.map((step) => step.replicas));
    return `kubectl scale statefulset/${set} -n ${settings.namespace} --replicas=${replicas}`;
  });
  return `${must}. This brings back their pods: ${commands.join('; ')}`;
}

function isWanted(id: string, facts: Facts, settings: Settings): boolean {
  const place = placeOf(id, settings);
  if (!place) return false;
  const set = facts.sets.get(place.set);
  return set !== undefined && set !== 'absent' && !set.deleting && inRange(set, place.ordinal);
}

/** How large its set must be for the pod to return; `undefined`: no size would do, or it is wanted already. */
function stepFor(id: string, facts: Facts, settings: Settings) {
  const place = placeOf(id, settings);
  const set = place && facts.sets.get(place.set);
  if (!place || set === undefined || set === 'absent' || set.deleting) return undefined;
  if (inRange(set, place.ordinal) || place.ordinal < set.start) return undefined;
  return { set: set.name, replicas: place.ordinal - set.start + 1 };
}

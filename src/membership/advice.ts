import { placeOf } from './identity.ts';
import type { Judgement } from './judgement.ts';
import { inRange } from './observation.ts';
import type { Facts } from './observation.ts';
import type { Settings } from './settings.ts';

/**
 * What a person can do about a lost quorum (removal rule §5): how many voters must come back and, only if scaling up
 * would bring back enough of them, the commands that do.
 */
export function quorumLostAdvice(facts: Facts, settings: Settings, judgement: Judgement): string {
  const { voters, quorum, views, gone } = judgement;
  const answering = voters.filter((id) => views.some(({ view }) => view.memberId === id)).length;
  const needed = quorum - answering;
  const wanted = new Map<string, number>();
  let returning = 0;
  for (const id of gone) {
    const place = placeOf(id, settings);
    const set = place && facts.sets.get(place.set);
    if (!place || set === undefined || set === 'absent' || inRange(set, place.ordinal) || place.ordinal < set.start) continue;
    returning++;
    wanted.set(set.name, Math.max(wanted.get(set.name) ?? 0, place.ordinal - set.start + 1));
  }
  const must = `${needed} of them must come back.`;
  if (returning < needed) return must;
  const commands = [...wanted].map(([set, replicas]) => `kubectl scale statefulset/${set} -n ${settings.namespace} --replicas=${replicas}`);
  return `${must} This brings back their pods: ${commands.join('; ')}`;
}

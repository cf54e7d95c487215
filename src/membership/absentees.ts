import type { Reading } from './evidence.ts';
import { expectedIds } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { inRange, podName } from './observation.ts';
import type { Facts } from './observation.ts';
import type { Settings } from './settings.ts';

/** A pod that exists but is no member, and why. */
export interface Absentee {
  readonly pod: string;
  readonly why: 'NotClustered' | 'Unreachable' | 'Unauthorized' | 'Joining' | 'OtherId' | 'NotAsked';
  readonly message: string;
  readonly inRange: boolean;
}

export function absenteesIn(facts: Facts, settings: Settings, judgement: Judgement): readonly Absentee[] {
  const members = new Set(judgement.configuration.map(({ id }) => id));
  return [...expectedIds(facts, settings)]
    .filter(([pod, id]) => facts.pods.get(pod) !== 'absent' && !members.has(id))
    .map(([pod, id]) => ({ pod, inRange: isWanted(pod, facts, settings), ...whyAbsent(id, judgement.newest.get(pod)) }))
    .toSorted((a, b) => (a.pod < b.pod ? -1 : 1));
}

function whyAbsent(id: string, reading: Reading | undefined): Pick<Absentee, 'why' | 'message'> {
  const result = reading?.result;
  if (!result) return { why: 'NotAsked', message: 'The pod could not be asked yet.' };
  if (result.kind === 'notClustered') return { why: 'NotClustered', message: result.message };
  if (result.kind === 'failed') {
    const refused = result.failure === 'unauthorized' || result.failure === 'forbidden';
    return { why: refused ? 'Unauthorized' : 'Unreachable', message: result.message };
  }
  return result.view.memberId === id
    ? { why: 'Joining', message: 'It says that it is clustered, but the leader’s configuration does not list it.' }
    : { why: 'OtherId', message: `It calls itself ${result.view.memberId}, not ${id}.` };
}

function isWanted(pod: string, { sets }: Facts, { targets }: Settings): boolean {
  return targets.some(({ set }) => {
    const facts = sets.get(set);
    const ordinal = Number(pod.slice(set.length + 1));
    return facts !== undefined && facts !== 'absent' && podName(set, ordinal) === pod && inRange(facts, ordinal);
  });
}

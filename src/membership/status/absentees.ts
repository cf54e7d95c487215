import { expectedIds, ordinalIn } from '../views/answers.ts';
import type { Reading } from '../evidence.ts';
import { inRange } from '../observation.ts';
import type { Facts } from '../observation.ts';
import type { Context } from '../clauses/question.ts';

/** A pod that exists but is not seen to be the member that it should be, and why. */
export interface Absentee {
  readonly pod: string;
  readonly why: 'NotClustered' | 'Unreachable' | 'Unauthorized' | 'Joining' | 'OtherId' | 'NotAsked';
  readonly message: string;
  readonly inRange: boolean;
}

/** `members`: the ids of the configuration or, while none is known, those last known. */
export function absenteesIn(
  { facts, settings, judgement }: Pick<Context, 'facts' | 'settings' | 'judgement'>,
  members: ReadonlySet<string>,
): readonly Absentee[] {
  return [...expectedIds(facts, settings)]
    .filter(([pod]) => facts.pods.get(pod) !== 'absent')
    .map(([pod, id]) => {
      const { why, message } = whyAbsent(id, judgement.newest.get(pod));
      return { pod, why, message, inRange: isWanted(pod, facts), isMember: members.has(id) };
    })
    .filter(({ why, isMember }) => !isMember || why === 'OtherId')
    .toSorted((a, b) => (a.pod < b.pod ? -1 : 1));
}

function whyAbsent(id: string, reading: Reading | undefined): Pick<Absentee, 'why' | 'message'> {
  const result = reading?.result;
  if (!result) return { why: 'NotAsked', message: 'The pod could not be asked yet.' };
  if (result.kind === 'notClustered') return { why: 'NotClustered', message: result.message };
  if (result.kind === 'failed') {
    const isRefused = result.failure === 'unauthorized' || result.failure === 'forbidden';
    return { why: isRefused ? 'Unauthorized' : 'Unreachable', message: result.message };
  }
  return result.view.memberId === id
    ? { why: 'Joining', message: 'It says that it is clustered, but the leader’s configuration does not list it.' }
    : { why: 'OtherId', message: `It calls itself ${result.view.memberId}, not ${id}.` };
}

function isWanted(pod: string, { sets }: Facts): boolean {
  return [...sets].some(([name, set]) => {
    const ordinal = ordinalIn(name, pod);
    return ordinal !== undefined && set !== 'absent' && inRange(set, ordinal);
  });
}

import type { Reason } from '../../api/reasons.ts';
import { conflictIn } from '../clauses/identity-clauses.ts';
import { mayNotRemove } from '../clauses/store-clauses.ts';
import { ordinalIn } from '../views/answers.ts';
import type { Finding, Findings } from './findings.ts';
import { inRange } from '../observation.ts';
import type { Context, Verdict } from '../clauses/question.ts';
import type { Opinion } from './rows.ts';

/** A member should go, or cannot be judged, and a clause forbids it. One whose pod is wanted is not meant to go. */
export function blockage({ context, opinions }: Findings): Finding {
  const [first, ...others] = opinions.filter(
    (opinion) => opinion.refusal.verdict === 'Blocked' && !isWanted(opinion, context),
  );
  if (!first) return { status: 'False', reason: 'NotBlocked', message: 'No removal is forbidden by a clause.' };
  const more = others.length > 0 ? ` Also blocked: ${idsOf(others)}.` : '';
  const { reason, message } = first.refusal;
  return { status: 'True', reason, message: `${first.target.id}: ${message}${more}` };
}

function isWanted({ target: { place } }: Opinion, { facts }: Context): boolean {
  if (!place) return false;
  const set = facts.sets.get(place.set);
  return set !== undefined && set !== 'absent' && inRange(set, place.ordinal);
}

/** After so long of proven failures the operator says that it does not get on by itself. Milliseconds. */
export const stallAfter = 600_000;

/** What does not get on by itself, and that no pod that comes back would cure: a person has to change something. */
export function stall(context: Context): Finding | undefined {
  const { facts, settings, memory, now } = context;
  const conflict = conflictIn(facts, settings);
  if (conflict !== undefined) return stalled('TargetConflict', conflict);
  if (facts.mayRemove === 'unsupported') {
    return stalled('StoreUnsupported', mayNotRemove.unsupported);
  }
  if (facts.mayRemove === 'forbidden') {
    return stalled('AdminForbidden', mayNotRemove.forbidden);
  }
  const misnamed = misnamedSet(context);
  if (misnamed !== undefined) return stalled('IdentityMismatch', misnamed);
  const failing = [...memory.failures].find(([, { firstAt }]) => now.monotonic - firstAt >= stallAfter);
  if (!failing) return undefined;
  const [id, { count }] = failing;
  return stalled('RemovalUnconfirmed', `${id} was sent ${count} removals, each proven not to have happened.`);
}

/** A set of whose pods none that answers has the id that its template gives: the template is wrong. */
function misnamedSet({ settings: { targets }, judgement: { views, strangers } }: Context): string | undefined {
  for (const { set, template } of targets) {
    const stranger = strangers.find(({ pod }) => ordinalIn(set, pod) !== undefined);
    const isConfirmed = views.some(({ pod }) => ordinalIn(set, pod) !== undefined);
    if (!stranger || isConfirmed) continue;
    return `Pod ${stranger.pod} calls itself ${stranger.view.memberId}; spec.members[].memberId "${template}" does not give that: correct it.`;
  }
  return undefined;
}

function stalled(reason: Reason, message: string): Finding {
  return { status: 'True', reason, message };
}

/** Something goes on that will end by itself. */
export function reconciliation({ context: { life }, opinions }: Findings): Finding | undefined {
  const having = (verdict: Verdict) => opinions.filter(({ refusal }) => refusal.verdict === verdict);
  const [first, ...others] = [...having('Removing'), ...having('Waiting')];
  if (first) {
    const { reason, message } = first.refusal;
    const more = others.length > 0 ? ` Also waiting: ${idsOf(others)}.` : '';
    return { status: 'True', reason, message: `${first.target.id}: ${message}${more}` };
  }
  if (life.kind !== 'inFlight') return undefined;
  const { member, phase } = life.record;
  const what =
    phase === 'CleaningUp'
      ? `What the store kept of ${member} is being cleaned up.`
      : `The removal of ${member} is being verified.`;
  return { status: 'True', reason: 'RemovingVoter', message: what };
}

function idsOf(opinions: readonly Opinion[]): string {
  return opinions.map(({ target }) => target.id).join(', ');
}

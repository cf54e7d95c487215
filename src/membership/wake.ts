import type { Absentee } from './absentees.ts';
import { lesserClaimGrace } from './cluster-state.ts';
import type { Context } from './question.ts';
import type { RecordLife } from './record.ts';
import type { Opinion } from './rows.ts';
import type { Conclusion } from './status.ts';

/** How soon something that looks wrong is looked at again: a quarter of its age, within these bounds. Milliseconds. */
const soonest = 250;
const latest = 15_000;
/** The same for a removal that is being verified. */
const verifySoonest = 20;
const verifyLatest = 2000;

/** The next moment, monotonic milliseconds, at which something can change without an event. */
export function wakeAt(context: Context, life: RecordLife, { opinions, memory }: Conclusion): number {
  const now = context.now.monotonic;
  const times = opinions.flatMap(({ refusal }) => refusal?.until ?? []);
  times.push(now + context.settings.pollInterval);
  for (const since of memory.lesserClaims.values()) times.push(since + lesserClaimGrace);
  if (life.kind === 'inFlight') {
    times.push(life.until);
    times.push(now + paced(now - (life.flight.sentAt ?? life.flight.seenAt), verifySoonest, verifyLatest));
  }
  if (lacksBaseline(context, memory)) times.push(now + soonest);
  if (memory.unsettledSince !== undefined) times.push(now + paced(now - memory.unsettledSince, soonest, latest));
  return Math.max(Math.min(...times.filter((at) => at >= now)), now);
}

/** The store's own silence about what is sighted is measured from an answer within the sighting: the sooner one is there, the better. */
function lacksBaseline({ state, traits }: Context, { heard, sightings }: Conclusion['memory']): boolean {
  if (traits.heartbeatInterval === null || !state.leader) return false;
  const newest = heard?.answers.at(-1)?.askedAt ?? -Infinity;
  return [...sightings.values()].some(({ since }) => since > newest);
}

function paced(age: number, least: number, most: number): number {
  return Math.min(Math.max(age / 4, least), most);
}

/** Whether something is not as it should be, and may mend itself without an event. */
export function isUnsettled({ state, judgement }: Context, opinions: readonly Opinion[], absentees: readonly Absentee[]): boolean {
  const wantedButNotLive = opinions.some(
    ({ target, refusal }) => refusal?.reason === 'InRange' && !judgement.live.has(target.id),
  );
  const mayJoin = absentees.some(({ inRange, why }) => inRange && why !== 'NotClustered' && why !== 'OtherId');
  return !state.leader || state.disagreement !== undefined || wantedButNotLive || mayJoin;
}

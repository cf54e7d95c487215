import { lesserClaimGrace } from './views/cluster-state.ts';
import { stallAfter } from './status/progress.ts';
import type { Context } from './clauses/question.ts';
import type { InFlight } from './record-life.ts';
import { spacing } from './sign-of-life.ts';
import type { Conclusion } from './status/status.ts';

/** How soon something that looks wrong is looked at again: a quarter of its age, within these bounds. Milliseconds. */
const soonest = 250;
const latest = 15_000;
/** The same for a removal that is being verified, until its time is up. */
const verifySoonest = 20;
const verifyLatest = 2000;

/** The next moment, monotonic milliseconds, at which something can change without an event. Always later than now. */
export function wakeAt(context: Context, { opinions, memory }: Pick<Conclusion, 'opinions' | 'memory'>): number {
  const now = context.now.monotonic;
  const { settings, life } = context;
  const moments = [
    now + settings.pollInterval,
    ...opinions.flatMap(({ refusal: { until } }) => until ?? []).map((until) => (until > now ? until : now + soonest)),
    ...[...memory.sightings.values()].map(({ since }) => since + settings.delay),
    ...[...memory.lesserClaims.values()].map((since) => since + lesserClaimGrace),
    ...[...memory.failures.values()].map(({ firstAt }) => firstAt + stallAfter),
    ...(life.kind === 'inFlight' ? [life.until, now + pacedVerification(life, now)] : []),
    ...(memory.unsettled === undefined ? [] : [now + paced(now - memory.unsettled.since, soonest, latest)]),
    ...(lacksBaseline(context) ? [now + spacing] : []),
  ];
  return Math.min(...moments.filter((at) => at > now));
}

function paced(age: number, least: number, most: number): number {
  return Math.min(Math.max(age / 4, least), most);
}

function pacedVerification({ flight, until }: InFlight, now: number): number {
  return paced(now - (flight.sentAt ?? flight.seenAt), verifySoonest, now < until ? verifyLatest : latest);
}

/** Somebody is sighted of whom the leader has not been asked since: its silence is measured from the next answer on. */
function lacksBaseline({ memory: { heard, sightings }, state }: Context): boolean {
  if (!state.leader || !heard) return false;
  return [...sightings.values()].some(({ since }) => heard.answers.every(({ askedAt }) => askedAt < since));
}

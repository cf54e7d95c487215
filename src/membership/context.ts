import { parseTime } from '../ports/wall-time.ts';
import { claimKey, clusterState, lesserClaimsIn } from './cluster-state.ts';
import { judge } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { Observation, Traits } from './observation.ts';
import type { Context } from './question.ts';
import type { Settings } from './settings.ts';
import { hear } from './sign-of-life.ts';
import { sightedIn } from './sighted.ts';
import { continueSightings } from './sightings.ts';
import { trustIn } from './trust.ts';

/** What a decision needs besides the observation and the memory. */
export interface Environment {
  readonly traits: Traits;
  /** The identity of this process, as records name it. */
  readonly holder: string;
}

/** Judges the answers, brings the memory up to date with them, and lays out what the clauses look at. */
export function contextOf(
  facts: Observation,
  settings: Settings,
  before: Memory,
  now: Moment,
  { traits }: Environment,
): Context {
  const judgement = judge(facts, settings, now.monotonic);
  const lesserClaims = rememberClaims(judgement, before);
  const state = clusterState(facts, settings, judgement, lesserClaims);
  const trust = new Map(
    settings.targets.map((target) => [target.set, trustIn(target, facts, settings, judgement, state)]),
  );
  const sighted = sightedIn(facts, settings, trust, judgement, before.sightings);
  const sightings = continueSightings(before.sightings, sighted, now.monotonic);
  const { leader } = state;
  const newest = leader && judgement.newest.get(leader.pod);
  const heard =
    leader && newest && traits.heartbeatInterval !== null
      ? hear(before.heard, newest, leader.view, traits.heartbeatInterval)
      : before.heard;
  const memory = { ...before, lesserClaims, sightings, heard };
  return { facts, settings, judgement, state, trust, memory, now, traits, inFlight: false, sentAt: sentTimes(facts) };
}

function rememberClaims(judgement: Judgement, { lesserClaims }: Memory): ReadonlyMap<string, number> {
  return new Map(
    lesserClaimsIn(judgement).map((claim) => [claimKey(claim), lesserClaims.get(claimKey(claim)) ?? claim.askedAt]),
  );
}

function sentTimes({ cluster: { status } }: Observation): readonly number[] {
  const records = [...(status.removals ?? []), ...(status.removal?.phase === 'Removing' ? [status.removal] : [])];
  return records.flatMap(({ startedAt }) => parseTime(startedAt) ?? []);
}

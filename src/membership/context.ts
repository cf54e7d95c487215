import { claimKey, clusterState, lesserClaimsIn } from './views/cluster-state.ts';
import { failAgain } from './failure.ts';
import type { Failure } from './failure.ts';
import { placeOf } from './identity.ts';
import { judge } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import { inRange } from './observation.ts';
import type { Facts, Observation, Traits } from './observation.ts';
import type { Context } from './clauses/question.ts';
import { lifeOf, quietAfter } from './record.ts';
import type { RecordLife } from './record-life.ts';
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
  const scene = { facts, settings, judgement, state, trust, traits, now };
  const life = lifeOf(scene, before);
  const { leader } = state;
  const memory: Memory = {
    ...before,
    lesserClaims,
    sightings: continueSightings(before.sightings, sightedIn(scene, before.sightings), now.monotonic),
    heard:
      leader && traits.heartbeatInterval !== null ? hear(before.heard, leader, traits.heartbeatInterval) : before.heard,
    failures: rememberFailures(scene, life, before),
    // A status that does not show the record yet, or any more, is no reason to forget when it was sent.
    flight: life.kind === 'none' ? before.flight : life.flight,
    quietUntil: Math.max(before.quietUntil, quietAfter(life)),
  };
  return { ...scene, life, inFlight: life.kind === 'inFlight', memory };
}

function rememberClaims(judgement: Judgement, { lesserClaims }: Memory): ReadonlyMap<string, number> {
  return new Map(
    lesserClaimsIn(judgement).map((claim) => [claimKey(claim), lesserClaims.get(claimKey(claim)) ?? claim.askedAt]),
  );
}

/**
 * Of members that are still to go: who is gone from the configuration has nothing left to fail, and one that is wanted again
 * must not make a cluster stalled in which all is well.
 */
function rememberFailures(
  { facts, settings, judgement: { configuration }, now }: Pick<Context, 'facts' | 'settings' | 'judgement' | 'now'>,
  life: RecordLife,
  before: Memory,
): ReadonlyMap<string, Failure> {
  const failures = new Map(before.failures);
  if (life.kind === 'notRemoved') {
    const { member, startedAt } = life.record;
    failures.set(member, failAgain(failures.get(member), startedAt, now.monotonic));
  }
  const isMember = (id: string) => configuration.length === 0 || configuration.some((member) => member.id === id);
  return new Map([...failures].filter(([id]) => isMember(id) && !isWanted(id, facts, settings)));
}

function isWanted(id: string, { sets }: Facts, settings: Settings): boolean {
  const place = placeOf(id, settings);
  if (place === undefined) return false;
  const set = sets.get(place.set);
  return typeof set === 'object' && inRange(set, place.ordinal);
}

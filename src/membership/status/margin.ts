import { placeOf } from '../identity.ts';
import { inRange } from '../observation.ts';
import type { Facts, SetFacts } from '../observation.ts';
import type { Settings, Target } from '../settings.ts';
import { isShrinking } from './scale-down.ts';
import type { Margin } from './scale-down.ts';

/** The members of the store, as far as they are known. */
export interface Company {
  /** Ids of all members, of any suffrage. */
  readonly members: readonly string[];
  readonly voters: readonly string[];
  /** Live voters whose pod is not Terminating. */
  readonly live: ReadonlySet<string>;
}

/**
 * What every set of the cluster may lose; undefined while one of them shrinks or is not known: no step can be called safe
 * then. Ordinals that are wanted and no members yet count as joining, whether their pod exists already or not.
 */
export function marginOf(company: Company, facts: Facts, settings: Settings): Margin | undefined {
  const sets = settings.targets.flatMap((target) => knownSet(target, facts) ?? []);
  const isKnown = settings.targets.every(({ set }) => facts.sets.has(set));
  if (!isKnown || sets.some((set) => isShrinking(set, facts.pods))) return undefined;
  const wanted = sets.reduce((sum, { replicas }) => sum + replicas, 0);
  const joined = company.members.filter((id) => {
    const place = placeOf(id, settings);
    return sets.some((set) => set.name === place?.set && inRange(set, place.ordinal));
  });
  return {
    voters: company.voters,
    live: company.live,
    joining: wanted - joined.length,
    rolling: sets.filter(({ rolling }) => rolling).length,
    minVoters: settings.minVoters,
  };
}

/** What a StatefulSet wants, as the status says it. */
export function sizeOf({ replicas, start }: SetFacts): { readonly replicas: number; readonly start?: number } {
  return { replicas, ...(start > 0 && { start }) };
}

export function knownSet({ set: name }: Pick<Target, 'set'>, { sets }: Pick<Facts, 'sets'>): SetFacts | undefined {
  const set = sets.get(name);
  return set === 'absent' ? undefined : set;
}

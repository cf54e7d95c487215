import { limits } from '../../api/limits.ts';
import type { Member } from '../evidence.ts';
import type { Facts } from '../observation.ts';
import type { Context } from './question.ts';
import type { Settings } from '../settings.ts';
import { targetOf } from './target.ts';
import type { Target } from './target.ts';

/** Every member of the configuration, in its order. */
export function memberTargets({ facts, settings, judgement }: Context): readonly Target[] {
  return judgement.configuration.map((member) => memberTarget(member, facts, settings));
}

export function memberTarget({ id, suffrage, address }: Member, facts: Facts, settings: Settings): Target {
  return targetOf({ id, kind: suffrage === 'Voter' ? 'voter' : 'nonvoter', address }, facts, settings);
}

/**
 * Ids in the leader's other records that are no members and were not cleaned up yet, not even a moment ago, only beside a
 * committed configuration. None once the list of those is full: one that was forgotten would be cleaned up again and again.
 */
export function leftoverTargets({ facts, settings, judgement, state, life, traits }: Context): readonly Target[] {
  const { leader, committed } = state;
  const done = new Set([...judgement.configuration, ...(facts.cluster.status.leftovers ?? [])].map(({ id }) => id));
  // The status that says so is written by the same pass.
  if (life.kind === 'cleanedUp') done.add(life.record.member);
  if (!traits.leavesRecords || !leader || !committed) return [];
  if ((facts.cluster.status.leftovers?.length ?? 0) >= limits.leftovers) return [];
  return [...leader.view.records.keys()]
    .filter((id) => !done.has(id))
    .map((id) => targetOf({ id, kind: 'leftover', address: '' }, facts, settings));
}

const kinds = { nonvoter: 0, voter: 1, leftover: 2 } as const;

/**
 * Who goes first (removal rule §3): nonvoters, then voters; sets in the order of the spec, of each the highest ordinal;
 * who failed before goes to the back.
 */
export function byTurn({ settings, memory }: Pick<Context, 'settings' | 'memory'>): (a: Target, b: Target) => number {
  const setIndex = ({ place }: Target) => {
    const index = settings.targets.findIndex(({ set }) => set === place?.set);
    return index === -1 ? settings.targets.length : index;
  };
  const failed = ({ id }: Target) => memory.failures.get(id)?.count ?? 0;
  return (a, b) =>
    Number(a.kind === 'leftover') - Number(b.kind === 'leftover') ||
    failed(a) - failed(b) ||
    kinds[a.kind] - kinds[b.kind] ||
    setIndex(a) - setIndex(b) ||
    (b.place?.ordinal ?? -1) - (a.place?.ordinal ?? -1) ||
    (a.id < b.id ? -1 : 1);
}

import type { Context, Target } from './question.ts';
import { targetOf } from './question.ts';

/** Every member of the configuration, in its order. */
export function memberTargets(context: Pick<Context, 'facts' | 'settings' | 'judgement'>): readonly Target[] {
  return context.judgement.configuration.map(({ id, suffrage, address }) =>
    targetOf(id, suffrage === 'Voter' ? 'voter' : 'nonvoter', address, context),
  );
}

/** Ids in the leader's other records that are no members and were not cleaned up yet. Only of a proven configuration. */
export function leftoverTargets(context: Pick<Context, 'facts' | 'settings' | 'judgement' | 'state' | 'traits'>): readonly Target[] {
  const { facts, judgement, state, traits } = context;
  if (!traits.leavesRecords || !state.leader || !judgement.proof) return [];
  const members = new Set(judgement.configuration.map(({ id }) => id));
  const cleaned = new Set(facts.cluster.status.leftovers?.map(({ id }) => id));
  return [...state.leader.view.records.keys()]
    .filter((id) => !members.has(id) && !cleaned.has(id))
    .map((id) => targetOf(id, 'leftover', '', context));
}

const kinds = { nonvoter: 0, voter: 1, leftover: 2 } as const;

/**
 * Who goes first (removal rule §3): nonvoters, then voters; the highest ordinal; sets in the order of the spec; who
 * failed before goes to the back.
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
    (b.place?.ordinal ?? -1) - (a.place?.ordinal ?? -1) ||
    setIndex(a) - setIndex(b) ||
    (a.id < b.id ? -1 : 1);
}

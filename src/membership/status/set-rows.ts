import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import { placeOf } from '../identity.ts';
import { inRange } from '../observation.ts';
import type { SetFacts } from '../observation.ts';
import type { Context } from '../clauses/question.ts';
import { isShrinking, minSafeReplicas } from './scale-down.ts';
import type { Margin } from './scale-down.ts';
import type { Target } from '../settings.ts';

/** What is known of one StatefulSet of the spec. */
export interface SetRow {
  readonly row: NonNullable<RaftClusterStatus['statefulSets']>[number];
  /** It has a pod to lose, and the one it would lose first is not protected. */
  readonly mayShrink: boolean;
}

export function setRows(context: Context): readonly SetRow[] {
  const { settings, judgement, trust } = context;
  const margin = marginOf(context);
  return settings.targets.map((target) => {
    const set = knownSet(target, context);
    const known = trust.get(target.set);
    const own = judgement.voters.filter((id) => placeOf(id, settings)?.set === target.set);
    const replicas = set?.replicas ?? lastKnownReplicas(target, context);
    const row = {
      name: target.set,
      ...(known?.uid !== undefined && { uid: known.uid }),
      ...(known?.confirmedMemberId !== undefined && { confirmedMemberId: known.confirmedMemberId }),
      replicas,
      voters: own.length,
      liveVoters: own.filter((id) => judgement.live.has(id)).length,
      minSafeReplicas: set && margin ? minSafeReplicas(set, target, margin, settings.namespace) : replicas,
    };
    return {
      row,
      mayShrink: set !== undefined && replicas > 0 && !target.protectedOrdinals.has(set.start + replicas - 1),
    };
  });
}

function knownSet({ set: name }: Target, { facts }: Context): SetFacts | undefined {
  const set = facts.sets.get(name);
  return set === 'absent' ? undefined : set;
}

/** Of a set that was not read; one that does not exist wants none. */
function lastKnownReplicas({ set: name }: Target, { facts }: Context): number {
  if (facts.sets.get(name) === 'absent') return 0;
  return facts.cluster.status.statefulSets?.find((row) => row.name === name)?.replicas ?? 0;
}

/**
 * Undefined where no step can be called safe: without a leader, while views disagree, and while a set shrinks or is not
 * known. Ordinals that are wanted and no members yet count as joining, whether their pod exists already or not.
 */
function marginOf(context: Context): Margin | undefined {
  const { judgement, settings, facts, state } = context;
  const sets = settings.targets.flatMap((target) => knownSet(target, context) ?? []);
  const isKnown = settings.targets.every(({ set }) => facts.sets.has(set));
  if (!state.committed || !isKnown || sets.some((set) => isShrinking(set, facts.pods))) return undefined;
  const wanted = sets.reduce((sum, { replicas }) => sum + replicas, 0);
  const joined = judgement.configuration.filter(({ id }) => {
    const place = placeOf(id, settings);
    return sets.some((set) => set.name === place?.set && inRange(set, place.ordinal));
  });
  return {
    voters: judgement.voters,
    live: judgement.lasting,
    joining: wanted - joined.length,
    rolling: sets.filter(({ rolling }) => rolling).length,
    minVoters: settings.minVoters,
  };
}

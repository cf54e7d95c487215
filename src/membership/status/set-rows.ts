import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import { placeOf } from '../identity.ts';
import type { Context } from '../clauses/question.ts';
import { knownSet, marginOf, sizeOf } from './margin.ts';
import { minSafeReplicas } from './scale-down.ts';
import type { Margin } from './scale-down.ts';
import type { Target } from '../settings.ts';

/** What is known of one StatefulSet of the spec. */
export interface SetRow {
  readonly row: NonNullable<RaftClusterStatus['statefulSets']>[number];
  /** It has a pod to lose, and the one it would lose first is not protected. */
  readonly mayShrink: boolean;
}

export function setRows(context: Context): readonly SetRow[] {
  const { facts, settings, judgement, trust } = context;
  const margin = safeMargin(context);
  return settings.targets.map((target) => {
    const set = knownSet(target, facts);
    const known = trust.get(target.set);
    const own = judgement.voters.filter((id) => placeOf(id, settings)?.set === target.set);
    const size = set ? sizeOf(set) : lastKnownSize(target, context);
    const { replicas } = size;
    const row = {
      name: target.set,
      ...(known?.uid !== undefined && { uid: known.uid }),
      ...(known?.confirmedMemberId !== undefined && { confirmedMemberId: known.confirmedMemberId }),
      ...size,
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

/** Of a set that was not read; one that does not exist wants none. */
function lastKnownSize({ set: name }: Target, { facts }: Context): ReturnType<typeof sizeOf> {
  const row = facts.cluster.status.statefulSets?.find((known) => known.name === name);
  if (facts.sets.get(name) === 'absent' || row === undefined) return { replicas: 0 };
  return { replicas: row.replicas, ...(row.start !== undefined && { start: row.start }) };
}

/** Undefined where no step can be called safe: without a leader, while views disagree, and while a set shrinks. */
function safeMargin({ judgement, settings, facts, state }: Context): Margin | undefined {
  if (!state.committed) return undefined;
  const members = judgement.configuration.map(({ id }) => id);
  return marginOf({ members, voters: judgement.voters, live: judgement.lasting }, facts, settings);
}

import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { memberIdOf, placeOf } from './identity.ts';
import type { SetFacts } from './observation.ts';
import type { Context } from './question.ts';
import { isShrinking, minSafeReplicas } from './scale-down.ts';
import type { Margin } from './scale-down.ts';

/** What is known of one StatefulSet of the spec. */
export interface SetRow {
  readonly row: NonNullable<RaftClusterStatus['statefulSets']>[number];
  /** It has a pod to lose, and the one it would lose first is not protected. */
  readonly mayShrink: boolean;
}

export function setRows(context: Context): readonly SetRow[] {
  const { facts, settings, judgement, state, trust } = context;
  const sets = settings.targets.flatMap(({ set }) => known(facts.sets.get(set)));
  const quiet = state.leader && !state.disagreement && !sets.some((set) => isShrinking(set, facts.pods));
  const margin = marginOf(context, sets);
  return settings.targets.map((target) => {
    const [set] = known(facts.sets.get(target.set));
    const { uid, confirmedMemberId } = trust.get(target.set) ?? {};
    const own = judgement.voters.filter((id) => placeOf(id, settings)?.set === target.set);
    const replicas = set?.replicas ?? 0;
    const minSafe = set && quiet ? minSafeReplicas(set, target, margin, settings.namespace) : replicas;
    const top = (set?.start ?? 0) + replicas - 1;
    return {
      row: {
        name: target.set,
        ...(uid !== undefined && { uid }),
        ...(confirmedMemberId !== undefined && { confirmedMemberId }),
        replicas,
        voters: own.length,
        liveVoters: own.filter((id) => judgement.live.has(id)).length,
        minSafeReplicas: minSafe,
      },
      mayShrink: replicas > 0 && !target.protectedOrdinals.has(top),
    };
  });
}

function known(set: SetFacts | 'absent' | undefined): readonly SetFacts[] {
  return set === undefined || set === 'absent' ? [] : [set];
}

/** Ordinals that are wanted and no members yet count as joining, whether their pod exists already or not. */
function marginOf({ judgement, settings, facts }: Context, sets: readonly SetFacts[]): Margin {
  const members = new Set(judgement.configuration.map(({ id }) => id));
  const wanted = settings.targets.flatMap(({ set: name, template }) =>
    known(facts.sets.get(name)).flatMap(({ start, replicas }) =>
      Array.from({ length: replicas }, (_, index) => memberIdOf(template, { set: name, ordinal: start + index }, settings.namespace)),
    ),
  );
  return {
    voters: judgement.voters,
    live: judgement.lasting,
    joining: wanted.filter((id) => !members.has(id)).length,
    rolling: sets.filter(({ rolling }) => rolling).length,
    minVoters: settings.minVoters,
  };
}

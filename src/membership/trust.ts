import type { ClusterState } from './views/cluster-state.ts';
import { memberIdOf } from './identity.ts';
import type { Judgement } from './judgement.ts';
import { podName } from './observation.ts';
import type { Facts, SetFacts } from './observation.ts';
import type { Settings, Target } from './settings.ts';

/** What has been learnt of a StatefulSet and is kept in status, so that it outlives a restart and a scale to 0. */
export interface Trust {
  /** The UID under which the set is accepted. */
  readonly uid: string | undefined;
  /** The memberId template that a pod of the set has confirmed under that UID, by answering with the id that it gives. */
  readonly confirmedMemberId: string | undefined;
}

/** What can be relied on of the set of `target` (removal rule §3, "Accepted UID" and clause `identity`). */
export function trustIn(
  target: Target,
  facts: Facts,
  settings: Settings,
  judgement: Judgement,
  state: ClusterState,
): Trust {
  const { uid, confirmedMemberId } = facts.cluster.status.statefulSets?.find(({ name }) => name === target.set) ?? {};
  const set = facts.sets.get(target.set);
  if (set === undefined || set === 'absent') return { uid, confirmedMemberId };
  const isReplaced = uid !== undefined && uid !== set.uid;
  if (isReplaced && !(state.committed && isFullyLive(set, target, facts, settings, judgement)))
    return { uid, confirmedMemberId };
  const isConfirmed =
    (!isReplaced && confirmedMemberId === target.template) ||
    judgement.views.some(({ pod }) => ownerOf(pod, facts) === set.uid);
  return { uid: set.uid, confirmedMemberId: isConfirmed ? target.template : undefined };
}

/** The set wants at least one pod, and every in-range pod of it is a live member. */
function isFullyLive(
  set: SetFacts,
  { template }: Target,
  facts: Facts,
  { namespace }: Settings,
  { live }: Judgement,
): boolean {
  for (let ordinal = set.start; ordinal < set.start + set.replicas; ordinal++) {
    const isOwned = ownerOf(podName(set.name, ordinal), facts) === set.uid;
    if (!isOwned || !live.has(memberIdOf(template, { set: set.name, ordinal }, namespace))) return false;
  }
  return set.replicas > 0;
}

function ownerOf(name: string, { pods }: Facts): string | null | undefined {
  const pod = pods.get(name);
  return pod === undefined || pod === 'absent' ? undefined : pod.ownerUid;
}

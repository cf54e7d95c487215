import type { ClusterState } from './cluster-state.ts';
import { memberIdOf } from './identity.ts';
import type { Judgement } from './judgement.ts';
import { podName } from './observation.ts';
import type { Facts } from './observation.ts';
import type { Settings, Target } from './settings.ts';

/** What has been learnt of a StatefulSet and is kept in status, so that it outlives a restart and a scale to 0. */
export interface Trust {
  /** The UID under which the set is accepted. */
  readonly uid: string | undefined;
  /** The memberId template that a pod of the set has confirmed under that UID, by answering with the id that it gives. */
  readonly confirmedMemberId: string | undefined;
}

/**
 * The accepted UID (removal rule §3): the one that status records; a new one under the old name only once the new set
 * wants at least one pod and every in-range pod of it is a live member.
 */
export function trustIn(
  target: Target,
  facts: Facts,
  settings: Settings,
  judgement: Judgement,
  state: ClusterState,
): Trust {
  const known = facts.cluster.status.statefulSets?.find(({ name }) => name === target.set);
  const set = facts.sets.get(target.set);
  if (set === undefined || set === 'absent') {
    return { uid: known?.uid, confirmedMemberId: known?.confirmedMemberId };
  }
  const ordinals = Array.from({ length: set.replicas }, (_, index) => set.start + index);
  const isLiveMember = (ordinal: number) => {
    const pod = facts.pods.get(podName(set.name, ordinal));
    const id = memberIdOf(target.template, { set: set.name, ordinal }, settings.namespace);
    return pod !== undefined && pod !== 'absent' && pod.ownerUid === set.uid && judgement.live.has(id);
  };
  const replaced = known?.uid !== undefined && known.uid !== set.uid;
  const proven = state.leader !== undefined && ordinals.length > 0 && ordinals.every(isLiveMember);
  if (replaced && !proven) return { uid: known.uid, confirmedMemberId: known.confirmedMemberId };
  const stillConfirmed = !replaced && known?.confirmedMemberId === target.template;
  const confirmedNow = judgement.views.some(({ pod }) => {
    const asked = facts.pods.get(pod);
    return asked !== undefined && asked !== 'absent' && asked.ownerUid === set.uid;
  });
  return { uid: set.uid, confirmedMemberId: stillConfirmed || confirmedNow ? target.template : undefined };
}

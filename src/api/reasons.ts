/**
 * Every reason that the operator ever puts into a verdict, a condition or an event: one closed list, its meaning and its
 * cure. `docs/reasons.md` is generated from it.
 */
interface ReasonText {
  /** What is so, in one sentence. */
  readonly meaning: string;
  /** What a person does about it; `''`: nothing. */
  readonly cure: string;
}

const texts = {
  InRange: {
    meaning: 'The StatefulSet wants this pod, so its member stays, whatever state it is in.',
    cure: '',
  },
  Settling: {
    meaning: 'The pod is gone; the settling delay, or the store’s own silence about the member, is not complete yet.',
    cure: '',
  },
  RemovingVoter: { meaning: 'The member is being removed, or will be with the next step.', cure: '' },
  Removed: { meaning: 'Event: a removal is proven.', cure: '' },
  NotRemoved: {
    meaning: 'Event: a removal is proven not to have happened; it is tried again after a pause.',
    cure: 'If it repeats, look at the log of the leader that status.leader names: it answers, and the member stays.',
  },
  CleaningUp: {
    meaning: 'Event: what the store kept of a former member is being removed from its other records.',
    cure: '',
  },
  RemovalUnconfirmed: {
    meaning:
      'A removal was sent and neither its success nor its failure can be proven yet, or it failed and is retried later.',
    cure: 'Read the message: it says what keeps it from being proven. A removal may still take effect when more voters are back, so bring them back before anything else.',
  },
  Queued: { meaning: 'Another removal of this cluster is in flight; members go one at a time.', cure: '' },
  ObserveOnly: {
    meaning: 'All conditions for a removal hold, but spec.removal.mode is Observe.',
    cure: 'Set spec.removal.mode to Automatic to let the operator act.',
  },
  BudgetSpent: {
    meaning: 'spec.removal.maxPerHour removals were sent in the last hour.',
    cure: 'Wait, or raise spec.removal.maxPerHour if so many removals are intended.',
  },
  SetNotObserved: {
    meaning: 'The StatefulSet controller has not seen the newest spec of the set yet.',
    cure: 'If it lasts, look at kube-controller-manager: it has stopped, or it cannot reach the API server.',
  },
  PodPresent: {
    meaning: 'The pod is out of range but still exists.',
    cure: 'If nothing deletes it, look at the StatefulSet controller; a pod that it does not own must be deleted by hand.',
  },
  PodTerminating: {
    meaning: 'The pod is being deleted but still exists, so its process may still run.',
    cure: 'If its node is lost for good, delete the Node object or force-delete the pod.',
  },
  Protected: {
    meaning: 'The ordinal is protected: a first pod that comes back empty could bootstrap a second cluster.',
    cure: 'Add the id to spec.decommission if it is really gone for good.',
  },
  Unmanaged: {
    meaning: 'The member belongs to no StatefulSet of the spec.',
    cure: 'Name its StatefulSet in spec.members, or add the id to spec.decommission if it is gone for good.',
  },
  IdentityAmbiguous: {
    meaning: 'The member id maps to more than one pod, or its address names another pod than its id.',
    cure: 'Make spec.members[].memberId templates that give every pod a different id.',
  },
  IdentityMismatch: {
    meaning: 'A pod calls itself by another id than spec.members[].memberId gives it, or no pod has confirmed it yet.',
    cure: 'Correct spec.members[].memberId; for a set whose pods are all gone use spec.decommission.',
  },
  TargetConflict: {
    meaning: 'An older RaftCluster of the namespace names the same StatefulSet; only that one acts.',
    cure: 'Delete one of the two RaftClusters, or take the StatefulSet out of one.',
  },
  TargetMissing: {
    meaning: 'A StatefulSet of the spec does not exist or is being deleted.',
    cure: 'Create it, correct spec.members[].statefulSet, or use spec.decommission for members that will not return.',
  },
  TargetReplaced: {
    meaning: 'A StatefulSet was re-created under the same name; it is trusted once all its pods are live members.',
    cure: 'Wait until every pod of the new set has joined, or use spec.decommission.',
  },
  Hibernating: {
    meaning: 'All StatefulSets of the cluster are scaled to 0; that is hibernation, not a scale-down.',
    cure: 'Scale up again; nothing is removed meanwhile.',
  },
  StillAlive: {
    meaning: 'The pod is gone, but something still answers or sends heartbeats as this member.',
    cure: 'Find and stop the process that still runs under this member id.',
  },
  DecommissionSpent: {
    meaning: 'This entry of spec.decommission was honoured once, and the id is a member again.',
    cure: 'Take the entry out of spec.decommission; put it back only if the member is gone for good again.',
  },
  Absent: { meaning: 'This id of spec.decommission is no member.', cure: 'Take the entry out of spec.decommission.' },
  TargetIsLeader: { meaning: 'The member is the leader, or the node that would be asked.', cure: '' },
  QuorumGuard: {
    meaning: 'Without this member, fewer live voters than a quorum would be left.',
    cure: 'Bring back the voters that are not live: the message of QuorumHealthy names each, and why.',
  },
  MinVoters: {
    meaning: 'The removal would leave fewer voters than spec.removal.minVoters.',
    cure: 'Lower spec.removal.minVoters, or scale up.',
  },
  NoLeader: {
    meaning: 'Enough voters answer to have a quorum, but they have no leader.',
    cure: 'Wait for an election; if none succeeds within a minute, look at the logs of the voters that answer, and whether they reach each other’s Raft port.',
  },
  QuorumLost: {
    meaning: 'Fewer live voters than a quorum are left; the store cannot elect a leader.',
    cure: 'Run the command of the message, or start the pods that it names. No removal can help: a store without quorum commits nothing.',
  },
  SplitBrain: {
    meaning: 'More than one node leads, or nodes of different clusters answer.',
    cure: 'Stop the pods of the wrong cluster: the message tells the term and the number of voters of each. Nothing is removed meanwhile.',
  },
  ViewsDisagree: {
    meaning: 'The nodes do not yet agree on leader, term or configuration.',
    cure: 'It passes within seconds; if not, look at the logs of the nodes that the message names, and whether they reach the leader’s Raft port.',
  },
  AdminUnreachable: {
    meaning: 'Too few admin endpoints answer to know the state of the cluster.',
    cure: 'Look at the pod that the message names. Check spec.admin.port and scheme, NetworkPolicies, and whether the pods’ TLS certificates are trusted.',
  },
  AdminUnauthorized: {
    meaning: 'The admin token is missing or not accepted.',
    cure: 'Check the Secret that spec.admin.tokenSecretRef names; a corrected Secret is read at the next poll.',
  },
  AdminForbidden: {
    meaning: 'The admin token is valid but not allowed to remove members.',
    cure: 'Give the token admin permission in the store.',
  },
  NotClustered: {
    meaning: 'The pods answer, and say that they take part in no cluster.',
    cure: 'Check the store’s clustering settings and licence.',
  },
  StoreAnswerInvalid: {
    meaning: 'A node’s answer cannot be understood.',
    cure: 'Check that spec.admin.port is the store’s admin port and that this version of the store is supported; nothing is removed meanwhile.',
  },
  StoreUnsupported: {
    meaning: 'This version of the store has no endpoint to remove members.',
    cure: 'Upgrade the store (Arc: v26.05.1 or newer).',
  },
  LeaderUnmanaged: {
    meaning: 'The leader is a node outside the StatefulSets of the spec, so it cannot be asked.',
    cure: 'Name its StatefulSet in spec.members.',
  },
  InvalidSpec: { meaning: 'The spec is not valid; the message names the field.', cure: 'Correct the field.' },
  DeadVoterPending: { meaning: 'A member that is gone for good is still in the configuration.', cure: '' },
  MemberMissing: {
    meaning: 'A pod that says it is clustered is not in the configuration.',
    cure: 'Look at the log of the pod that the message names: only the store can add it.',
  },
  NoMargin: {
    meaning: 'At least one StatefulSet may not lose a pod now.',
    cure: 'Before scaling down, bring back voters that are not live, or wait until the sets stand still; status.statefulSets[].minSafeReplicas says how far each may go.',
  },
  Healthy: { meaning: 'A leader is proven and a quorum of voters is live.', cure: '' },
  InSync: { meaning: 'No member is gone for good and every clustered pod is a member.', cure: '' },
  ScaleDownPossible: { meaning: 'Every StatefulSet may lose one pod.', cure: '' },
  NotBlocked: { meaning: 'No removal is forbidden by a clause.', cure: '' },
  Suspended: {
    meaning: 'spec.suspend is true: nothing is asked and nothing is sent.',
    cure: 'Set spec.suspend to false.',
  },
} as const satisfies Record<string, ReasonText>;

export type Reason = keyof typeof texts;

export const reasonTexts: Readonly<Record<Reason, ReasonText>> = texts;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys of a literal
export const reasons = Object.keys(texts) as readonly Reason[];

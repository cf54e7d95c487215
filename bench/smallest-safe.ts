/** What Kubernetes shows of one StatefulSet and its pods. */
export interface SetAndPods {
  readonly replicas: number;
  readonly statusReplicas: number;
  /** By ordinal; `there`: Ready and not Terminating. */
  readonly pods: ReadonlyMap<number, { readonly uid: string; readonly there: boolean }>;
}

/**
 * The lowest floor that Kubernetes' facts alone allow, counted here on its own (removal rule §5): all of `replicas` while
 * the set shrinks (a pod out of range, or status.replicas above spec.replicas); otherwise the smallest size whose cut
 * leaves a quorum, where only a voter whose pod is Ready and not Terminating counts as live. Ordinals begin at 0, the first
 * `voters` of them are the voters, more that are wanted are about to join, and nothing rolls.
 */
export function smallestSafe({ replicas, statusReplicas, pods }: SetAndPods, voters: number): number {
  const isShrinking = statusReplicas > replicas || [...pods.keys()].some((ordinal) => ordinal >= replicas);
  if (isShrinking) return replicas;
  const live = [...pods].filter(([ordinal, { there }]) => there && ordinal < voters).map(([ordinal]) => ordinal);
  const spare = live.length - (Math.floor(Math.max(voters, replicas) / 2) + 1);
  const sizes = Array.from({ length: replicas }, (_, size) => size);
  return sizes.find((size) => live.filter((ordinal) => ordinal >= size).length <= spare) ?? replicas;
}

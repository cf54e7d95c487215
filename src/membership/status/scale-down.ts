import { ordinalIn } from '../views/answers.ts';
import { memberIdOf } from '../identity.ts';
import { inRange } from '../observation.ts';
import type { PodFacts, SetFacts } from '../observation.ts';
import { quorum } from '../views/quorum.ts';
import type { Target } from '../settings.ts';

/** What the size of one step down depends on, for the whole cluster. */
export interface Margin {
  readonly voters: readonly string[];
  /** Live voters whose pod is not Terminating. */
  readonly live: ReadonlySet<string>;
  /** In-range pods that are no members yet: each will raise n when it joins. */
  readonly joining: number;
  /** Sets that are rolling: each may have one pod down at any moment. */
  readonly rolling: number;
  readonly minVoters: number;
}

/**
 * The smallest `replicas` to which this set alone can be scaled in one step (removal rule §5): the live voters that go
 * must leave a quorum of all voters, those about to join included. `set.replicas` where no smaller one qualifies.
 */
export function minSafeReplicas(set: SetFacts, target: Target, margin: Margin, namespace: string): number {
  const { voters, live, joining, rolling, minVoters } = margin;
  const spare = live.size - quorum(voters.length + joining) - rolling;
  let safe = set.replicas;
  let cut = 0;
  while (safe > 0 && cut <= spare) {
    const ordinal = set.start + safe - 1;
    const id = memberIdOf(target.template, { set: set.name, ordinal }, namespace);
    if (voters.includes(id) && target.protectedOrdinals.has(ordinal)) break;
    if (live.has(id)) cut++;
    if (cut > spare || voters.length - cut < minVoters) break;
    safe--;
  }
  return safe;
}

/** A set that loses pods: until they are gone, nobody knows what the next step would cut. */
export function isShrinking(set: SetFacts, pods: ReadonlyMap<string, PodFacts | 'absent'>): boolean {
  if (set.deleting || set.statusReplicas > set.replicas) return true;
  return [...pods].some(([name, pod]) => {
    const ordinal = ordinalIn(set.name, name);
    return pod !== 'absent' && ordinal !== undefined && !inRange(set, ordinal);
  });
}

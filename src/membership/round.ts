import { clusterState } from './views/cluster-state.ts';
import type { Memory } from './memory.ts';
import { judge } from './judgement.ts';
import type { Facts } from './observation.ts';
import type { Settings } from './settings.ts';

/** Which pods an admin round asks once more, and whether it knows enough to end early. */
export interface RoundNeeds {
  readonly again: readonly string[];
  /** The leader, q(n) live voters and the commit proof are there: who has not answered soon is unknown. */
  readonly enough: boolean;
}

/** A follower is asked at most so often in one round, a leader until its configuration is proven. */
const followerReads = 3;
const leaderReads = 20;

/** What a round still needs after the answers in `facts.readings` (removal rule §3, "Cached and fresh"). */
export function roundNeeds(facts: Facts, settings: Settings, memory: Memory, now: number): RoundNeeds {
  const judgement = judge(facts, settings, now);
  const { leader, views, dissents, proof } = judgement;
  if (!leader) return { again: [], enough: false };
  const reads = (pod: string) => facts.readings.filter((reading) => reading.pod === pod).length;
  const doubtful = views
    .filter(({ view, pod }) => pod !== leader.pod && dissents.get(view.memberId) !== undefined)
    .map(({ pod }) => pod)
    .filter((pod) => reads(pod) < followerReads);
  const isUnproven = proof === undefined && reads(leader.pod) < leaderReads;
  const { committed } = clusterState(facts, settings, judgement, memory.lesserClaims);
  return { again: isUnproven ? [leader.pod, ...doubtful] : doubtful, enough: committed !== undefined };
}

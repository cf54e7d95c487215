import type { Context } from './clauses/question.ts';
import type { Target } from './clauses/target.ts';
import type { Sighting } from './sightings.ts';
import type { CommitProof } from './views/commit-proof.ts';

/** What a removal rests on, for people and their logs: facts of its clauses, as they were read afresh. */
export interface Grounds {
  readonly kind: Target['kind'];
  /** The pod that is gone: its GET answered 404. Undefined: its name is not known. */
  readonly pod: string | undefined;
  /** The set that does not want it, as it is stored; undefined: a person said that it is gone (`spec.decommission`). */
  readonly statefulSet?: {
    readonly name: string;
    readonly generation: number;
    readonly start: number;
    readonly replicas: number;
  };
  /** For how long it has been seen to be gone, milliseconds. */
  readonly goneFor: number;
  readonly leader: string;
  readonly term: string;
  readonly commitIndex: string;
  readonly voters: readonly string[];
  readonly live: readonly string[];
  readonly quorum: number;
}

export function groundsOf(
  { kind, pod, place, sightingKey }: Target,
  { leader, term, commitIndex }: CommitProof,
  { facts, judgement, memory, now }: Pick<Context, 'facts' | 'judgement' | 'memory' | 'now'>,
): Grounds {
  const set = place && facts.sets.get(place.set);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- clause `settled` holds of whatever is removed
  const { since } = memory.sightings.get(sightingKey) as Sighting;
  return {
    kind,
    pod,
    ...(set &&
      set !== 'absent' && {
        statefulSet: { name: set.name, generation: set.generation, start: set.start, replicas: set.replicas },
      }),
    goneFor: Math.round(now.monotonic - since),
    leader,
    term: String(term),
    commitIndex: String(commitIndex),
    voters: judgement.voters,
    live: judgement.liveVoters,
    quorum: judgement.quorum,
  };
}

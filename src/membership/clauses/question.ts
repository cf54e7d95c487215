import type { verdicts } from '../../api/raftcluster.ts';
import type { Reason } from '../../api/reasons.ts';
import type { ClusterState } from '../views/cluster-state.ts';
import type { Judgement } from '../judgement.ts';
import type { Memory } from '../memory.ts';
import type { Moment } from '../moment.ts';
import type { Facts, Traits } from '../observation.ts';
import type { RecordLife } from '../record-life.ts';
import type { Settings } from '../settings.ts';
import type { Trust } from '../trust.ts';

export type Verdict = (typeof verdicts)[number];

/** Everything that a clause may look at, apart from the member in question. */
export interface Context {
  readonly facts: Facts;
  readonly settings: Settings;
  readonly judgement: Judgement;
  readonly state: ClusterState;
  readonly trust: ReadonlyMap<string, Trust>;
  /** How the removal that status records stands. */
  readonly life: RecordLife;
  /** Whether a removal is in flight, or about to be begun by this pass. */
  readonly inFlight: boolean;
  /** As of this observation. */
  readonly memory: Memory;
  readonly now: Moment;
  readonly traits: Traits;
}

/** A clause that does not hold: why, and when time alone may change that (monotonic milliseconds). */
export interface Refusal {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly message: string;
  readonly until?: number | undefined;
}

export function refuse(verdict: Verdict, reason: Reason, message: string, until?: number): Refusal {
  return { verdict, reason, message, until };
}

import type { Deletion } from './deletions.ts';

/** What a scenario leaves for the summary. */
export interface SceneResult {
  readonly title: string;
  readonly seconds: number;
  readonly deletions: readonly Deletion[];
  readonly unexpected: number;
  readonly timings: readonly Timing[];
}

/** How long a removal took, milliseconds. */
export interface Timing {
  readonly member: string;
  /** From the moment at which it may be sent to its arrival at the leader. */
  readonly toSend: number | undefined;
  /** From there to the proof. */
  readonly toProof: number | undefined;
}

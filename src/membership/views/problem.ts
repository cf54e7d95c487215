import type { Reason } from '../../api/reasons.ts';

/** Something that keeps the cluster as a whole from being relied on. */
export interface Problem {
  readonly reason: Reason;
  readonly message: string;
}

export function problem(reason: Reason, message: string): Problem {
  return { reason, message };
}

/** The removals of a member that were proven not to have happened, since the last that did. */
export interface Failure {
  readonly count: number;
  readonly firstAt: number;
  /** Not a candidate before. */
  readonly backoffUntil: number;
  /** `startedAt` of the last one, so that none is counted twice. */
  readonly startedAt: string;
}

const shortestBackoff = 20_000;
const longestBackoff = 300_000;

/** A member's failures after one more removal was proven not to have happened. Exponential to five minutes. */
export function failAgain(before: Failure | undefined, startedAt: string, now: number): Failure {
  if (before?.startedAt === startedAt) return before;
  const count = (before?.count ?? 0) + 1;
  const backoff = Math.min(shortestBackoff * 2 ** (count - 1), longestBackoff);
  return { count, firstAt: before?.firstAt ?? now, backoffUntil: now + backoff, startedAt };
}

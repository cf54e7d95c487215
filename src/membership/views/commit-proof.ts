import type { Member, Reading, View } from '../evidence.ts';

/** What showed that a configuration is committed. */
export interface CommitProof {
  readonly leader: string;
  readonly term: bigint;
  /** The commit index that passed an earlier last log index. */
  readonly commitIndex: bigint;
}

/**
 * Commit proof (removal rule §2): reads A, B and C of one leader in one term with one configuration, B begun after A
 * ended, C being B or later, with C's commit index at or past B's last log index. hashicorp/raft fills a view in the
 * order last log index, commit index, configuration, so one read alone may show indexes older than its configuration.
 * Reads before one that showed another configuration do not count: what a leader shows now it may have appended since.
 */
export function proveCommit(readings: readonly Reading[], leader: View): CommitProof | undefined {
  const reads = readings
    .flatMap(({ askedAt, answeredAt, result }) =>
      result.kind === 'view' && isReignOf(leader, result.view) ? [{ askedAt, answeredAt, view: result.view }] : [],
    )
    .toSorted((a, b) => a.askedAt - b.askedAt);
  const since = reads.findLastIndex(({ view }) => !sameConfiguration(view.configuration, leader.configuration)) + 1;
  const usable = reads.slice(since);
  for (const [index, b] of usable.entries()) {
    const after = usable.slice(0, index).some((a) => a.answeredAt <= b.askedAt);
    const c = after && usable.slice(index).find(({ view }) => view.commitIndex >= b.view.lastLogIndex);
    if (c) return { leader: leader.memberId, term: leader.term, commitIndex: c.view.commitIndex };
  }
  return undefined;
}

/** Whether `view` is one of the same leader in the same term. */
export function isReignOf(leader: View, view: View): boolean {
  return view.role === 'Leader' && view.memberId === leader.memberId && view.term === leader.term;
}

/** The same members with the same suffrage and address, in any order. */
export function sameConfiguration(a: readonly Member[], b: readonly Member[]): boolean {
  if (a.length !== b.length) return false;
  const byId = new Map(a.map((member) => [member.id, member]));
  return b.every((member) => {
    const other = byId.get(member.id);
    return other?.suffrage === member.suffrage && other.address === member.address;
  });
}

import type { CountedView } from './views/leadership.ts';

/** What one leader's records showed of every member, answer by answer, the oldest first. */
export interface Heard {
  readonly leader: string;
  readonly term: bigint;
  readonly answers: readonly HeardAnswer[];
}

interface HeardAnswer {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly lastHeard: ReadonlyMap<string, string | null>;
}

/** Answers closer together than this tell nothing new. Milliseconds. */
export const spacing = 250;

/**
 * Adds a leader's newest answer and drops those that no comparison needs any more. Another leader or term starts anew:
 * its records are others.
 */
export function hear(heard: Heard | undefined, leader: CountedView, heartbeatInterval: number): Heard {
  const { askedAt, answeredAt, view } = leader;
  const same = answersOf(leader, heard);
  const last = same.at(-1);
  if (heard && last && askedAt < last.answeredAt + spacing) return heard;
  const lastHeard = new Map([...view.records].map(([id, record]) => [id, record.lastHeard]));
  const needed = same.findLastIndex((answer) => answer.answeredAt <= askedAt - 2 * heartbeatInterval);
  const answers = [...same.slice(Math.max(needed, 0)), { askedAt, answeredAt, lastHeard }];
  return { leader: view.memberId, term: view.term, answers };
}

export type SignOfLife =
  | { readonly kind: 'notSeen' }
  | { readonly kind: 'seen'; readonly askAgainAt: number }
  /** No answer of this leader and sighting is old enough; `at` when the oldest will be, undefined: there is none yet. */
  | { readonly kind: 'notYetKnown'; readonly at: number | undefined }
  | { readonly kind: 'unsupported' };

/**
 * Whether the store itself still hears `id` (removal rule §2): its record in the leader's newest answer against the newest
 * one of the same leader and sighting that is two heartbeat intervals older. The stamps are the store's own and are
 * compared for equality alone, so that no clock but the store's matters.
 */
export function signOfLife(
  id: string,
  leader: CountedView,
  heard: Heard | undefined,
  sightedAt: number,
  heartbeatInterval: number | null,
): SignOfLife {
  if (heartbeatInterval === null) return { kind: 'unsupported' };
  const answers = answersOf(leader, heard).filter(({ askedAt }) => askedAt >= sightedAt);
  const older = answers.findLast(({ answeredAt }) => answeredAt <= leader.askedAt - 2 * heartbeatInterval);
  if (!older) {
    const [oldest] = answers;
    return { kind: 'notYetKnown', at: oldest && oldest.answeredAt + 2 * heartbeatInterval };
  }
  // A record that went is no sign. One that came, or lost its stamp, is: a member that joins is recorded anew, and heard later.
  const record = leader.view.records.get(id);
  return record === undefined || record.lastHeard === older.lastHeard.get(id)
    ? { kind: 'notSeen' }
    : { kind: 'seen', askAgainAt: leader.answeredAt + 2 * heartbeatInterval };
}

function answersOf({ view }: CountedView, heard: Heard | undefined): readonly HeardAnswer[] {
  return heard?.leader === view.memberId && heard.term === view.term ? heard.answers : [];
}

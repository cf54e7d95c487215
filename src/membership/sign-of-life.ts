import type { Reading, View } from './evidence.ts';

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
const spacing = 250;

/** Adds a leader's newest answer. Another leader or term starts anew: its records are others. */
export function hear(heard: Heard | undefined, reading: Reading, view: View, heartbeatInterval: number): Heard {
  const same = heard?.leader === view.memberId && heard.term === view.term ? heard.answers : [];
  const last = same.at(-1);
  if (last && reading.askedAt < last.answeredAt + spacing) return { leader: view.memberId, term: view.term, answers: same };
  const answer: HeardAnswer = {
    askedAt: reading.askedAt,
    answeredAt: reading.answeredAt,
    lastHeard: new Map([...view.records].map(([id, record]) => [id, record.lastHeard])),
  };
  const old = same.findLastIndex(({ answeredAt }) => answeredAt <= reading.askedAt - 2 * heartbeatInterval);
  return { leader: view.memberId, term: view.term, answers: [...same.slice(Math.max(old, 0)), answer] };
}

export type SignOfLife =
  | { readonly kind: 'notSeen' }
  | { readonly kind: 'seen'; readonly askAgainAt: number }
  /** No answer of this leader and sighting is old enough; `at` when the oldest will be. */
  | { readonly kind: 'notYetKnown'; readonly at: number | undefined }
  | { readonly kind: 'unsupported' };

/**
 * Whether the store itself still hears `id` (removal rule §2): its record in `view`, the leader's answer to a request of
 * `askedAt`, against the newest answer of the same leader and sighting that is two heartbeat intervals older. The stamps
 * are the store's own and are compared for equality alone, so that no clock but the store's matters.
 */
export function signOfLife(
  id: string,
  view: View,
  askedAt: number,
  heard: Heard | undefined,
  sightedAt: number,
  heartbeatInterval: number | null,
): SignOfLife {
  if (heartbeatInterval === null) return { kind: 'unsupported' };
  const answers =
    heard?.leader === view.memberId && heard.term === view.term
      ? heard.answers.filter((answer) => answer.askedAt >= sightedAt)
      : [];
  const older = answers.findLast(({ answeredAt }) => answeredAt <= askedAt - 2 * heartbeatInterval);
  if (!older) {
    const [oldest] = answers;
    return { kind: 'notYetKnown', at: oldest && oldest.answeredAt + 2 * heartbeatInterval };
  }
  const now = view.records.get(id)?.lastHeard ?? null;
  return now === null || now === (older.lastHeard.get(id) ?? null)
    ? { kind: 'notSeen' }
    : { kind: 'seen', askAgainAt: askedAt + 2 * heartbeatInterval };
}

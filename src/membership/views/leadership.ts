import type { View } from '../evidence.ts';

/** The newest view of one pod. */
export interface CountedView {
  readonly pod: string;
  readonly podUid: string;
  readonly view: View;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** Who claims to lead, the highest term first. */
export interface Claims {
  readonly claimants: readonly CountedView[];
  /** The only one of the highest term; undefined if nobody claims, or two do in one term. */
  readonly highest: CountedView | undefined;
}

export function claimsAmong(views: readonly CountedView[]): Claims {
  const claimants = views
    .filter(({ view }) => view.role === 'Leader')
    .toSorted((a, b) => (a.view.term < b.view.term ? 1 : a.view.term > b.view.term ? -1 : 0));
  const [first, second] = claimants;
  return { claimants, highest: second?.view.term === first?.view.term ? undefined : first };
}

/** A claim holds together when the node names itself as the leader and is in its own configuration. */
export function isCoherentClaim(view: View): boolean {
  return view.leaderId === view.memberId && isInOwnConfiguration(view);
}

/** Of a node that is not in its own configuration nothing is concluded (removal rule §3, "Never"). */
export function isInOwnConfiguration(view: View): boolean {
  return view.configuration.some((member) => member.id === view.memberId);
}

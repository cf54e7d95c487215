import type { Reading, View } from './evidence.ts';

/** A view that counts: the newest of its pod, and its node calls itself by the id that the pod should have. */
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

/** A claim counts when the node names itself as leader and is in its own configuration. */
export function claimsAmong(views: readonly CountedView[]): Claims {
  const claimants = views
    .filter(({ view }) => view.role === 'Leader' && view.leaderId === view.memberId && isInOwnConfiguration(view))
    .toSorted((a, b) => (a.view.term < b.view.term ? 1 : a.view.term > b.view.term ? -1 : 0));
  const [first, second] = claimants;
  return { claimants, highest: second && second.view.term === first?.view.term ? undefined : first };
}

export function isInOwnConfiguration(view: View): boolean {
  return view.configuration.some((member) => member.id === view.memberId);
}

/** The newest reading of each pod. */
export function newestByPod(readings: readonly Reading[]): ReadonlyMap<string, Reading> {
  const newest = new Map<string, Reading>();
  for (const reading of readings) {
    const known = newest.get(reading.pod);
    if (!known || reading.askedAt >= known.askedAt) newest.set(reading.pod, reading);
  }
  return newest;
}

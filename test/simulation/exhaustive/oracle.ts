import { ordinalOf } from './operator-steps.ts';
import { effective, quorum } from './state.ts';
import type { State } from './state.ts';

/** What must hold of every step, as a sentence when it does not. */
export function violation(before: State, after: State): string | undefined {
  return wrongOrder(before, after) ?? wrongSend(before, after) ?? wrongClaim(before, after);
}

/** The moment of the last fresh read: what it showed is what the removal rests on. */
function wrongOrder(before: State, after: State): string | undefined {
  const { progress } = after;
  if (progress.kind !== 'begun' || before.progress.kind !== 'readSet') return undefined;
  const target = ordinalOf(progress.order.id);
  const { set } = before.progress;
  if (target < set.replicas) return `arc-${target} is desired`;
  if (before.pods[target] !== 'absent') return `pod arc-${target} exists`;
  if (set.observedGeneration < set.generation) return `the controller has not seen the newest spec`;
  if (before.status.removal) return `a removal of ${before.status.removal.member} is in flight`;
  return undefined;
}

/** A scale-up after the read can make it wrong by the time it is sent (the window of the fence); these cannot. */
function wrongSend(before: State, after: State): string | undefined {
  const { wire } = after;
  if (!wire || wire === before.wire) return undefined;
  if (before.wire)
    return `a second DELETE, of arc-${wire.target}, while that of arc-${before.wire.target} is under way`;
  if (wire.target === wire.leader) return `arc-${wire.target} is asked to remove itself`;
  if (before.pending !== undefined && before.pending !== wire.target)
    return `a second change in flight beside arc-${before.pending}`;
  if (after.status.removal?.member !== `arc-${wire.target}`) return `arc-${wire.target} is removed without a record`;
  return undefined;
}

/** What the status says was proven is so, and no removal of ours costs the quorum. */
function wrongClaim(before: State, after: State): string | undefined {
  const ended = after.status.removals?.length ?? 0;
  const newest = after.status.removals?.at(-1);
  if (ended > (before.status.removals?.length ?? 0) && newest) {
    const target = ordinalOf(newest.member);
    if (newest.result === 'Removed' && before.members.includes(target))
      return `${newest.member} is told to be removed and is a member`;
    if (newest.result === 'NotRemoved' && !effective(before).includes(target))
      return `${newest.member} is told to be there and is not`;
  }
  const isRemoved = after.pending !== undefined && before.pending === undefined && before.wire !== undefined;
  if (!isRemoved) return undefined;
  const { wire } = before;
  const voters = effective(after);
  const live = voters.filter((ordinal) => after.alive[ordinal]).length;
  const wasLive = before.members.filter((ordinal) => before.alive[ordinal]).length >= quorum(before.members.length);
  const targetLives = wire !== undefined && before.alive[wire.target] === true;
  if (wasLive && !targetLives && live < quorum(voters.length))
    return `the removal of arc-${after.pending} costs the quorum`;
  return undefined;
}

import { has, hasMajority, minus, size } from './model/ordinals.ts';
import type { State } from './model/state.ts';
import type { Step } from './model/step.ts';

/** What must hold of every step, as a sentence when it does not. */
export function violation(step: Step, signOfLife: boolean): string | undefined {
  return wrongOrder(step, signOfLife) ?? wrongSend(step) ?? wrongProof(step) ?? wrongEnd(step) ?? wrongRemoval(step);
}

/** The moment of the last fresh read: what it showed is what the removal rests on. */
function wrongOrder({ at, next, ended }: Step, signOfLife: boolean): string | undefined {
  if (at.progress.kind !== 'read' || next.progress.kind !== 'begun') return undefined;
  const { target, truth, round, replicas, observed, unwanted } = at.progress;
  const name = `arc-${target}`;
  if (target < replicas) return `${name} is to be removed and is desired`;
  if (at.pods[target] !== 'a') return `${name} is to be removed and its pod exists`;
  if (!observed) return `${name} is to be removed and the controller has not seen the newest spec`;
  if (!unwanted) return `${name} is to be removed and was desired within the delay`;
  if (signOfLife && truth === 'alive') return `${name} is to be removed and its process runs`;
  if (round.pending !== undefined) return `${name} is to be removed by a configuration that is not committed`;
  if (target === round.leader) return `${name} is to be removed and is asked to do it`;
  if (at.removal !== undefined && !ended) return `${name} is to be removed beside arc-${at.removal}`;
  const staying = minus(round.members & round.answering, target);
  const lasting = Array.from(at.knownPods).reduce(
    (mask, phase, ordinal) => (phase === 't' ? minus(mask, ordinal) : mask),
    staying,
  );
  return 2 * size(lasting) > size(round.members)
    ? undefined
    : `${name} is to be removed and the live voters that stay are no quorum`;
}

/** A scale-up after the read can make a removal wrong by the time it is sent (the window of the fence); these cannot. */
function wrongSend({ at, next: { wire, removal } }: Step): string | undefined {
  if (!wire || at.progress.kind !== 'begun') return undefined;
  const { target, late } = at.progress;
  if (late) return `the DELETE of arc-${target} rests on facts that are too old`;
  if (at.wire) return `a second DELETE, of arc-${target}, while that of arc-${at.wire.target} is under way`;
  if (at.pending !== undefined && at.pending !== target)
    return `the DELETE of arc-${target} while the removal of arc-${at.pending} is in the log`;
  return removal === target ? undefined : `the DELETE of arc-${target} without a record`;
}

/** What the store was asked is a while ago in a fresh pass: meanwhile somebody may have joined again. */
function membersAsked({ progress, members }: State): number {
  return progress.kind === 'read' ? progress.round.members : members;
}

/** What was proven is so; it is kept until nothing of the request can take effect any more. */
function wrongProof({ at, next }: Step): string | undefined {
  if (at.removal === undefined || at.isProven || next.removal !== at.removal || !next.isProven) return undefined;
  return has(membersAsked(at), at.removal) ? `arc-${at.removal} counts as removed and is a member` : undefined;
}

/** What the status says was proven is so, and stays so. */
function wrongEnd({ at, next, ended }: Step): string | undefined {
  if (!ended) return undefined;
  if (at.wire !== undefined && next.wire !== undefined)
    return `the removal of arc-${ended.member} ends while its DELETE may arrive`;
  const { member, result } = ended;
  const name = `arc-${member}`;
  const members = membersAsked(at);
  if (result === 'Removed' && at.isProven) return undefined;
  if (result === 'Removed') return has(members, member) ? `${name} is told to be removed and is a member` : undefined;
  if (!has(members, member)) return `${name} is told to be there and is not`;
  return at.pending === member ? `${name} is told not to be removed while its removal is in the log` : undefined;
}

/** No removal of a dead voter costs the quorum. */
function wrongRemoval({ at, next }: Step): string | undefined {
  const target = at.wire?.target;
  const isRemoved = target !== undefined && next.wire === undefined && next.pending === target && at.pending !== target;
  if (!isRemoved || has(at.alive, target) || !hasMajority(at.alive, at.members)) return undefined;
  return hasMajority(next.alive, minus(next.members, target))
    ? undefined
    : `the removal of arc-${target} costs the quorum`;
}

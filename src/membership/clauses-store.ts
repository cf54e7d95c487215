import type { Problem } from './judgement.ts';
import type { Context, Refusal, Target } from './question.ts';
import { signOfLife } from './sign-of-life.ts';

/** No node that answers calls itself T, and the store itself does not hear from it. */
export function silent({ id, pod, sightingKey }: Target, { judgement, state, memory, traits, facts }: Context): Refusal | undefined {
  const self = [...judgement.views, ...judgement.strangers].find(({ view }) => view.memberId === id);
  if (self) return stillAlive(`Pod ${self.pod} answers as ${id}.`);
  if (!state.leader) return undefined;
  const sightedAt = memory.sightings.get(sightingKey)?.since ?? Infinity;
  const { view, askedAt } = state.leader;
  const sign = signOfLife(id, view, askedAt, memory.heard, sightedAt, traits.heartbeatInterval);
  switch (sign.kind) {
    case 'notSeen':
      return undefined;
    case 'seen':
      return stillAlive(`The leader ${view.memberId} still hears from ${id}: its process runs somewhere.`, sign.askAgainAt);
    case 'notYetKnown':
      return {
        verdict: 'Waiting',
        reason: 'Settling',
        message: `The pod is gone; whether the store still hears from ${id} is not known yet.`,
        until: sign.at,
      };
    case 'unsupported':
      return pod !== undefined && facts.pods.get(pod) === 'absent'
        ? undefined
        : stillAlive(`Neither its pod's name nor a sign of life of ${id} is known, so it cannot be called dead.`);
  }
}

function stillAlive(message: string, until?: number): Refusal {
  return { verdict: 'Blocked', reason: 'StillAlive', message, until };
}

/** A proven leader that live voters follow (judged in `cluster-state.ts`), and that would obey. */
export function leader(_: Target, { state, facts }: Context): Refusal | undefined {
  if (state.problem) return blockedBy(state.problem);
  if (facts.mayRemove === 'forbidden') {
    return blockedBy({ reason: 'AdminForbidden', message: 'The admin token is valid, but not allowed to remove members.' });
  }
  if (facts.mayRemove === 'unsupported') {
    return blockedBy({ reason: 'StoreUnsupported', message: 'This version of the store has no endpoint to remove members.' });
  }
  return undefined;
}

/** The leader's configuration is committed. That q(n) live voters show it is part of being live. */
export function agreement(_: Target, { state }: Context): Refusal | undefined {
  return state.disagreement && blockedBy(state.disagreement);
}

export function quorumKept({ id }: Target, { judgement }: Context): Refusal | undefined {
  const others = [...judgement.lasting].filter((live) => live !== id).length;
  if (others >= judgement.quorum) return undefined;
  const message = `Without ${id}, ${others} live voters that stay are left; ${judgement.quorum} are needed.`;
  return blockedBy({ reason: 'QuorumGuard', message });
}

export function notSelf({ id, pod }: Target, { state, judgement }: Context): Refusal | undefined {
  const asked = state.leader ?? judgement.claims.highest;
  if (asked?.view.memberId !== id && (pod === undefined || asked?.pod !== pod)) return undefined;
  return blockedBy({ reason: 'TargetIsLeader', message: `${id} is the leader.` });
}

export function minVoters({ id, kind }: Target, { judgement, settings }: Context): Refusal | undefined {
  if (kind !== 'voter' || judgement.voters.length - 1 >= settings.minVoters) return undefined;
  const message = `Without ${id}, ${judgement.voters.length - 1} voters are left; spec.removal.minVoters is ${settings.minVoters}.`;
  return blockedBy({ reason: 'MinVoters', message });
}

function blockedBy({ reason, message }: Problem): Refusal {
  return { verdict: 'Blocked', reason, message };
}

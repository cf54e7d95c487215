import { isTerminating } from '../judgement.ts';
import { refuse } from './question.ts';
import type { Context, Refusal } from './question.ts';
import { signOfLife } from '../sign-of-life.ts';
import type { Target } from './target.ts';

/** No node that answers calls itself T, and the store itself does not hear from it. */
export function silent(
  { id, pod, sightingKey }: Target,
  { facts, state, memory, traits }: Context,
): Refusal | undefined {
  const self = facts.readings.find(({ result }) => result.kind === 'view' && result.view.memberId === id);
  if (self) return refuse('Blocked', 'StillAlive', `Pod ${self.pod} answers as ${id}.`);
  const { leader } = state;
  if (!leader) return undefined; // Nobody to say so; clause `leader` tells why.
  const sightedAt = memory.sightings.get(sightingKey)?.since ?? Infinity;
  const sign = signOfLife(id, leader, memory.heard, sightedAt, traits.heartbeatInterval);
  switch (sign.kind) {
    case 'notSeen':
      return undefined;
    case 'seen': {
      const message = `The leader ${leader.view.memberId} still hears from ${id}: its process runs somewhere.`;
      return refuse('Blocked', 'StillAlive', message, sign.askAgainAt);
    }
    case 'notYetKnown':
      return refuse(
        'Waiting',
        'Settling',
        `It is gone; whether the store still hears from ${id} is not known yet.`,
        sign.at,
      );
    case 'unsupported': {
      if (pod !== undefined && facts.pods.get(pod) === 'absent') return undefined;
      const message = `Neither its pod's name nor a sign of life of ${id} is known, so it cannot be called dead.`;
      return refuse('Blocked', 'StillAlive', message);
    }
  }
}

/** Why the store would refuse any removal, and what a person does about it. */
export const mayNotRemove = {
  forbidden:
    'The admin token is valid, but not allowed to remove members: give it admin permission in the store, or name another.',
  unsupported: 'This version of the store has no endpoint to remove members: upgrade the store.',
} as const;

/** A leader that q(n) live voters follow (judged in `cluster-state.ts`), that stays, and that would obey. */
export function led(_: Target, { state, facts }: Context): Refusal | undefined {
  const { leader, problem } = state;
  if (problem) return refuse('Blocked', problem.reason, problem.message);
  if (leader && isTerminating(facts, leader.pod)) {
    const message = `The leader ${leader.view.memberId} is being stopped; its successor is awaited.`;
    return refuse('Blocked', 'ViewsDisagree', message);
  }
  if (facts.mayRemove === 'forbidden') {
    return refuse('Blocked', 'AdminForbidden', mayNotRemove.forbidden);
  }
  if (facts.mayRemove === 'unsupported') {
    return refuse('Blocked', 'StoreUnsupported', mayNotRemove.unsupported);
  }
  return undefined;
}

/** The leader's configuration is committed and nobody contradicts. That q(n) live voters show it is part of being live. */
export function agreement(_: Target, { state: { disagreement } }: Context): Refusal | undefined {
  return disagreement && refuse('Blocked', disagreement.reason, disagreement.message);
}

export function quorumKept({ id }: Target, { judgement }: Context): Refusal | undefined {
  const others = [...judgement.lasting].filter((live) => live !== id).length;
  if (others >= judgement.quorum) return undefined;
  const message = `Without ${id}, ${others} live voters that stay are left; ${judgement.quorum} are needed.`;
  return refuse('Blocked', 'QuorumGuard', message);
}

/**
 * Compares pods too: a decommissioned id may name the pod of the leader, which answers under another id. It could be
 * removed through another leader only.
 */
export function notSelf({ id, pod }: Target, { judgement: { leader: asked } }: Context): Refusal | undefined {
  if (asked?.view.memberId !== id && (pod === undefined || asked?.pod !== pod)) return undefined;
  return refuse('Blocked', 'TargetIsLeader', `${id} is the leader, or names the pod that would be asked.`);
}

export function minVoters({ id, kind }: Target, { judgement: { voters }, settings }: Context): Refusal | undefined {
  const left = voters.length - 1;
  if (kind !== 'voter' || left >= settings.minVoters) return undefined;
  const message = `Without ${id}, ${left} voters are left; spec.removal.minVoters is ${settings.minVoters}.`;
  return refuse('Blocked', 'MinVoters', message);
}

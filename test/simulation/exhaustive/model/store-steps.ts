import { forgetHeard } from './operator-steps.ts';
import { has, hasMajority, minus, ordinalsIn, plus } from './ordinals.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

type Happening = Pick<Step, 'name' | 'next'>;

export function storeSteps(state: State): readonly Happening[] {
  return [...elections(state), ...commits(state), ...joins(state), ...arrivals(state)];
}

/** The first or the last who can; with the entry of the leader before in its log, or without it. */
function elections(state: State): readonly Happening[] {
  const { leader, members, pending, alive } = state;
  if (leader !== undefined || !hasMajority(alive, members)) return [];
  const able = ordinalsIn(alive & members);
  return [...new Set([able[0], able.at(-1)])].flatMap((chosen) => {
    if (chosen === undefined) return [];
    const without = {
      name: `arc-${chosen} is elected`,
      next: { ...underNewLeader(state, chosen), pending: undefined },
    };
    const mayHaveIt = pending !== undefined && pending !== chosen && hasMajority(alive, minus(members, pending));
    if (!mayHaveIt) return [without];
    return [without, { name: `arc-${chosen} is elected with the entry`, next: underNewLeader(state, chosen) }];
  });
}

function commits(state: State): readonly Happening[] {
  const { leader, members, pending, alive } = state;
  const others = minus(members, pending);
  if (leader === undefined || pending === undefined || !hasMajority(alive, others)) return [];
  return [{ name: `the removal of arc-${pending} commits`, next: { ...state, members: others, pending: undefined } }];
}

function joins(state: State): readonly Happening[] {
  const { leader, members, pending, alive } = state;
  if (leader === undefined || pending !== undefined) return [];
  return ordinalsIn(alive & ~members)
    .map((ordinal) => ({ ordinal, joined: plus(members, ordinal) }))
    .filter(({ joined }) => hasMajority(alive, joined))
    .map(({ ordinal, joined }) => ({ name: `arc-${ordinal} joins`, next: { ...state, members: joined } }));
}

/** One that is lost is one that never arrives until it is given up (`time.ts`). */
function arrivals(state: State): readonly Happening[] {
  const { wire, leader, members, pending, alive } = state;
  if (!wire || leader !== wire.leader || !has(alive, leader) || pending !== undefined || wire.target === leader)
    return [];
  const { target } = wire;
  const next: State = { ...state, wire: undefined, pending: has(members, target) ? target : undefined };
  return [{ name: `the DELETE of arc-${target} arrives`, next }];
}

/** Without a majority nobody leads, and a dead node does not. */
export function settleLeadership(state: State): State {
  const { leader, members, pending, alive } = state;
  if (leader === undefined) return state;
  const voters = minus(members, pending);
  const holds = has(alive, leader) && has(voters, leader) && hasMajority(alive, voters);
  return holds ? state : underNewLeader(state, undefined);
}

/** What the operator heard of the leader before is worth nothing, except to a removal that it is about to confirm. */
export function underNewLeader(state: State, leader: number | undefined): State {
  const { progress } = state;
  if (progress.kind !== 'asked' && progress.kind !== 'read') return { ...forgetHeard(state), leader };
  return { ...state, leader, progress: { ...progress, round: { ...progress.round, reigns: false } } };
}

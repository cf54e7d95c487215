import { hash } from 'node:crypto';

import type { Reading } from '../../../src/membership/evidence.ts';
import { operatorSteps } from './operator-steps.ts';
import { violation } from './oracle.ts';
import { initial } from './state.ts';
import type { Scope, State, Wish } from './state.ts';
import { worldSteps } from './world-steps.ts';

export interface Result {
  readonly states: number;
  readonly steps: number;
  readonly sends: number;
  readonly removed: number;
  readonly found: { readonly what: string; readonly path: readonly string[] } | undefined;
}

interface Visit {
  readonly state: State;
  readonly name: string;
  readonly from: Visit | undefined;
}

/** Every order of everything that may happen in a scope, each state once. Ends at the first violation. */
export function explore(scope: Scope, progress: (states: number) => void = () => {}): Result {
  const seen = new Set<string>();
  const open: Visit[] = [{ state: initial(scope), name: 'start', from: undefined }];
  let [steps, sends, removed] = [0, 0, 0];
  // Breadth first: the path to a violation is a shortest one.
  while (open.length > 0) {
    const visits = open.splice(0);
    for (const visit of visits) {
      const { state } = visit;
      for (const { name, next } of [...operatorSteps(state), ...worldSteps(state)]) {
        steps++;
        const what = violation(state, next);
        const step: Visit = { state: next, name, from: visit };
        if (what !== undefined)
          return { states: seen.size, steps, sends, removed, found: { what, path: pathTo(step) } };
        const key = keyOf(next);
        if (seen.has(key)) continue;
        seen.add(key);
        if (next.wire !== undefined && state.wire === undefined) sends++;
        if ((next.status.removals?.length ?? 0) > (state.status.removals?.length ?? 0)) removed++;
        if (seen.size % 50_000 === 0) progress(seen.size);
        open.push(step);
      }
    }
  }
  return { states: seen.size, steps, sends, removed, found: undefined };
}

function pathTo(visit: Visit): readonly string[] {
  const names: string[] = [];
  for (let at: Visit | undefined = visit; at; at = at.from) names.push(`${at.state.now / 1000 - 100} s: ${at.name}`);
  return names.toReversed();
}

/** What lies longer back is as good as for ever: all delays that are searched are shorter. Milliseconds. */
const oldest = 30_000;

/** Two states are one when nothing that is still to come can tell them apart: times, terms and generations count from now. */
function keyOf(state: State): string {
  const { now, memory, status, wish, term, index, lives } = state;
  const ago = (time: number | undefined): number => (time === undefined ? 1 : Math.max(time - now, -oldest));
  const behind = (is: string | bigint | undefined, current: number): number => Math.sign(Number(is ?? 0) - current);
  const wishOf = (set: Wish) => [
    set.replicas,
    set.generation - wish.generation,
    set.observedGeneration - set.generation,
  ];
  const { removal } = status;
  const { heard, flight } = memory;
  const { progress } = state;
  return hash(
    'sha1',
    JSON.stringify([
      wishOf(wish),
      state.pods,
      state.alive,
      state.members,
      state.pending ?? -1,
      state.leader ?? -1,
      state.heard.map(ago),
      state.events.map((event) =>
        event.kind === 'set' ? wishOf(event.set) : [event.ordinal, event.phase, event.life === lives[event.ordinal]],
      ),
      wishOf(state.cached.wish),
      state.cached.pods,
      state.cached.lives.map((life, ordinal) => life === lives[ordinal]),
      [...memory.sightings].map(([key, { since }]) => [key, ago(since)]),
      ago(memory.quietUntil),
      heard && [
        heard.leader,
        behind(heard.term, term),
        heard.answers.map(({ askedAt, lastHeard }) => [
          ago(askedAt),
          [...lastHeard].map(([id, at]) => [id, ago(Number(at))]),
        ]),
      ],
      [...memory.failures].map(([id, { count, backoffUntil }]) => [id, Math.min(count, 2), ago(backoffUntil)]),
      [...memory.lesserClaims].map(([claim, at]) => [claim, ago(at)]),
      flight && [flight.member, ago(flight.seenAt), ago(flight.sentAt)],
      removal && [removal.member, behind(removal.term, term), behind(removal.commitIndex, index)],
      progress.kind,
      progress.kind === 'begun' && [progress.order.id, progress.order.leader.memberId, ago(progress.order.firstReadAt)],
      (progress.kind === 'asked' || progress.kind === 'readSet') && [
        progress.id,
        ago(progress.firstReadAt),
        readingsOf(progress.readings),
      ],
      progress.kind === 'readSet' && wishOf(progress.set),
      state.wire && [state.wire.target, state.wire.leader, ago(state.wire.sentAt)],
      state.left,
    ]),
    'base64',
  );
}

function readingsOf(readings: readonly Reading[]): unknown {
  return readings.map(({ pod, askedAt, result }) =>
    result.kind === 'view'
      ? [
          pod,
          askedAt % 10,
          result.view.role,
          result.view.leaderId,
          result.view.configuration.map(({ id }) => id),
          String(result.view.lastLogIndex - result.view.commitIndex),
        ]
      : pod,
  );
}

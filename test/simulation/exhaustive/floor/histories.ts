import { count } from './situation.ts';
import type { Situation, Terms } from './situation.ts';

/** What is left to happen in a step down, and who is there. */
interface Moment {
  /** The condemned pods that are still there, in the order in which the controller deletes them. */
  readonly condemned: string;
  readonly voters: number;
  readonly live: number;
  /** Pods that stay, or are of the other set, and may join. */
  readonly joining: number;
  /** Voters whose pods are being stopped already. */
  readonly stopping: number;
  /** Rolling sets that have a live voter which stays, and so one that may be down at any moment. */
  readonly rolling: number;
  /** The set that shrinks is rolling, and no live voter of it stays: one of the condemned may be the one. */
  readonly rollsCondemned: boolean;
}

/**
 * Whether a majority of the voters lives at every moment of every history in which `a` is scaled to `replicas`: each
 * condemned pod leaves or is killed, highest ordinal first; whoever is joining joins at any time or never, and is of use
 * or not yet; whoever is being stopped goes at any time; each set that rolls may have one live voter down. A majority is all
 * that a new election needs when the leader is among those that go.
 */
export function keepsMajority({ a, b, ghosts }: Situation, { rolling }: Terms, replicas: number): boolean {
  const all = a + b;
  const stays = a.slice(0, replicas);
  const condemned = Array.from(a.slice(replicas).replaceAll('s', '')).toReversed().join('');
  const live = count(all, 'l', 's');
  const rollsStaying = rolling.a && count(stays, 'l') > 0;
  return isSafe({
    condemned,
    voters: live + count(all, 'd') + ghosts,
    live,
    joining: count(stays + b, 'j'),
    stopping: count(all, 's'),
    rolling: Number(rollsStaying) + Number(rolling.b && count(b, 'l') > 0),
    rollsCondemned: rolling.a && !rollsStaying,
  });
}

const known = new Map<string, boolean>();

export function moments(): number {
  return known.size;
}

function isSafe(moment: Moment): boolean {
  const { condemned, voters, live, joining, stopping, rolling, rollsCondemned } = moment;
  const key = `${condemned},${voters},${live},${joining},${stopping},${rolling},${Number(rollsCondemned)}`;
  let safe = known.get(key);
  if (safe === undefined) {
    const down = rolling + Number(rollsCondemned && condemned.includes('l'));
    safe = 2 * (live - down) > voters && next(moment).every((following) => isSafe(following));
    known.set(key, safe);
  }
  return safe;
}

function next(moment: Moment): readonly Moment[] {
  const { condemned, voters, live, joining, stopping } = moment;
  const following: Moment[] = [];
  if (condemned !== '') {
    const gone = { ...moment, condemned: condemned.slice(1) };
    if (condemned[0] === 'l')
      following.push({ ...gone, live: live - 1 }, { ...gone, live: live - 1, voters: voters - 1 });
    else following.push(gone);
  }
  const at = condemned.indexOf('j');
  if (at >= 0) {
    const joinedAs = (kind: string) => condemned.slice(0, at) + kind + condemned.slice(at + 1);
    following.push({ ...moment, condemned: joinedAs('d'), voters: voters + 1 });
    following.push({ ...moment, condemned: joinedAs('l'), voters: voters + 1, live: live + 1 });
  }
  if (joining > 0) {
    const joined = { ...moment, joining: joining - 1, voters: voters + 1 };
    following.push(joined, { ...joined, live: live + 1 });
  }
  if (stopping > 0) {
    const stopped = { ...moment, stopping: stopping - 1, live: live - 1 };
    following.push(stopped, { ...stopped, voters: voters - 1 });
  }
  return following;
}

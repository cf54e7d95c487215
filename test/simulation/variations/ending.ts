import type { End } from '../scenarios/end.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Stage } from '../scenarios/stage.ts';

/** How often, by member id. */
type Times = Readonly<Record<string, number>>;

/** What a run of a scenario leaves behind: equal for the undisturbed run and for every variation of it. */
export interface Ending extends End {
  /** How often each member left the configuration that the store committed. */
  readonly departures: Times;
}

/** `equal`: the same removals; `atMost`: who does not see all of a scale-down and -up need not act on it. */
export type Removals = 'equal' | 'atMost';

/**
 * Rows in which people change their mind, or delete the RaftCluster, while a removal is in flight: who has been removed by
 * then depends on how fast the operator is. Only what is told of removals has to agree with what happened.
 */
const races = new Set(['8a', '8b', '8c', '34a', '42']);

export function endingOf({ end }: Scenario, stage: Stage): Ending {
  return { ...end(stage), departures: departuresOf(stage) };
}

/** What is different, as sentences; none: nothing is. */
export function differences(
  { number }: Scenario,
  expected: Ending,
  shown: Ending,
  removals: Removals,
): readonly string[] {
  const { removed, departures, ...state } = expected;
  const differing = Object.entries(state).flatMap(([part, was]) => unlike(part, was, Reflect.get(shown, part)));
  const times = { removed, departures };
  const counted = Object.entries(times).flatMap(([part, was]) => {
    const is = shown[part as keyof typeof times];
    return removals === 'atMost' && isAtMost(is, was) ? [] : unlike(part, was, is);
  });
  const boast = isAtMost(shown.removed, shown.departures) ? [] : ['more removals are told of than members left'];
  return [...differing, ...(races.has(number) ? [] : counted), ...boast];
}

function unlike(part: string, was: unknown, is: unknown): readonly string[] {
  const [before, now] = [JSON.stringify(was), JSON.stringify(is)];
  return before === now ? [] : [`${part} at the end: ${now}, undisturbed: ${before}`];
}

function isAtMost(times: Times, limits: Times): boolean {
  return Object.entries(times).every(([id, count]) => count <= (limits[id] ?? 0));
}

function departuresOf({ world }: Stage): Times {
  const counts = new Map<string, number>();
  let before: readonly string[] = [];
  for (const { payload } of world.arc.ledger.real?.entries ?? []) {
    if (payload.kind !== 'configuration') continue;
    const now = payload.configuration.map(({ id }) => id);
    for (const id of before) if (!now.includes(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    before = now;
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

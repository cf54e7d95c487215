import { play } from '../scenarios/play.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Stage } from '../scenarios/stage.ts';
import type { AnyObject, ClusterObject } from '../kubernetes/storage/objects-of.ts';
import { logLineOf } from './log-line.ts';
import type { LogLine } from './log-line.ts';

/** A RaftCluster as it stood for a while. */
export interface Standing {
  readonly object: ClusterObject;
  /** Virtual milliseconds. */
  readonly for: number;
}

/** An event as it was created; repeats are counted in its series. */
export interface ToldEvent extends AnyObject {
  readonly type: string;
  readonly reason: string;
  readonly note: string;
  readonly regarding: { readonly name: string };
}

/** What people and their tools were told in one story. */
export interface Telling {
  readonly scenario: Scenario;
  /** As it was left. */
  readonly stage: Stage;
  /** Every RaftCluster that there was, by name, as it was from write to write. */
  readonly standings: ReadonlyMap<string, readonly Standing[]>;
  /** In order. */
  readonly events: readonly ToldEvent[];
  readonly log: readonly LogLine[];
  /** What went wrong, in words; empty: nothing. */
  readonly failures: readonly string[];
}

/** Plays a story, always the same way, and listens. */
export async function listen(scenario: Scenario): Promise<Telling> {
  const written = new Map<string, { readonly object: ClusterObject; readonly at: number }[]>();
  const events: ToldEvent[] = [];
  const { stage, failures } = await play(scenario, {
    seed: 1,
    prepare: ({ world }) => {
      const { objects } = world.kubernetes;
      objects.watch('raftclusters', ({ after, shown, at }) => {
        if (after) written.set(shown.name, [...(written.get(shown.name) ?? []), { object: after.object, at }]);
      });
      objects.watch('events', ({ before, after }) => {
        if (before === undefined && after) events.push(after.object as ToldEvent);
      });
    },
  });
  const { now, trace } = stage.world;
  const standings = new Map(
    Array.from(written, ([name, versions]) => [
      name,
      versions.map(({ object, at }, index) => ({ object, for: (versions[index + 1]?.at ?? now) - at })),
    ]),
  );
  return { scenario, stage, standings, events, log: trace.lines.flatMap(logLineOf), failures };
}

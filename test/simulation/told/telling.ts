import { play } from '../scenarios/play.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { ClusterObject } from '../kubernetes/storage/objects-of.ts';

/** A RaftCluster as it stood for a while. */
export interface Standing {
  readonly object: ClusterObject;
  /** Virtual milliseconds. */
  readonly for: number;
}

/** What people and their tools were told in one story. */
export interface Telling {
  readonly scenario: Scenario;
  /** Every RaftCluster that there was, by name, as it was from write to write. */
  readonly standings: ReadonlyMap<string, readonly Standing[]>;
  /** What went wrong, in words; empty: nothing. */
  readonly failures: readonly string[];
}

/** Plays a story, always the same way, and listens. */
export async function listen(scenario: Scenario): Promise<Telling> {
  const written = new Map<string, { readonly object: ClusterObject; readonly at: number }[]>();
  const { stage, failures } = await play(scenario, {
    seed: 1,
    prepare: ({ world }) => {
      world.kubernetes.objects.watch('raftclusters', ({ after, shown, at }) => {
        if (after) written.set(shown.name, [...(written.get(shown.name) ?? []), { object: after.object, at }]);
      });
    },
  });
  const { now } = stage.world;
  const standings = new Map(
    Array.from(written, ([name, versions]) => [
      name,
      versions.map(({ object, at }, index) => ({ object, for: (versions[index + 1]?.at ?? now) - at })),
    ]),
  );
  return { scenario, standings, failures };
}

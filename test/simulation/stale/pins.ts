import type { Stage } from '../scenarios/stage.ts';
import type { Kind } from '../kubernetes/storage/kinds.ts';

/** What an operator watches. */
export const cachedKinds = ['raftclusters', 'statefulsets', 'pods'] as const satisfies readonly Kind[];
export type CachedKind = (typeof cachedKinds)[number];

/** Every subset of the caches, but the empty one. */
export const subsets: readonly (readonly CachedKind[])[] = Array.from(
  { length: 2 ** cachedKinds.length - 1 },
  (_, bits) => cachedKinds.filter((__, bit) => ((bits + 1) >> bit) % 2 === 1),
);

/** These caches show no version after this one, until then. */
export interface Pin {
  readonly kinds: readonly CachedKind[];
  readonly revision: number;
  /** Virtual milliseconds: when the DELETE was sent in the undisturbed run. */
  readonly until: number;
}

/** Before anything happens: what the API server's caches of these kinds, and with them all watches, will not see in time. */
export function pin({ world }: Stage, { kinds, revision, until }: Pin): void {
  const { server } = world.kubernetes;
  const caches = kinds.map((kind) => server.cache(kind));
  for (const cache of caches) cache.hold(revision);
  world.timeline.at(until, () => {
    world.trace.tell('trouble', `the caches of ${kinds.join(', ')} go on: they showed version ${revision}`);
    for (const cache of caches) cache.release();
  });
}

import type { Call } from '../kubernetes/serving/call.ts';
import { scenario } from './scenario.ts';
import { ids, type Stage } from './stage.ts';

export const frozenCache = scenario('29a', 'every watch stands still while the pods come back', {}, async (stage) => {
  await comesBackUnseen(stage, () => true);
});

export const frozenSets = scenario(
  '29b',
  'the watch of StatefulSets stands still while the pods come back',
  {},
  async (stage) => {
    await comesBackUnseen(stage, ({ kind }) => kind === 'statefulsets');
  },
);

export const frozenPods = scenario(
  '29c',
  'the watch of pods stands still while the pods come back',
  {},
  async (stage) => {
    await comesBackUnseen(stage, ({ kind }) => kind === 'pods');
  },
);

/** What the operator has seen last is two pods that are gone; fresh reads tell it better. */
async function comesBackUnseen(stage: Stage, isFrozen: (call: Call) => boolean): Promise<void> {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-3', 'Waiting', 'Settling');
  await stage.verdict('arc-4', 'Waiting', 'Settling');
  const thaw = stage.world.kubernetes.server.freezeWatches(isFrozen);
  stage.scale(5);
  await stage.until('all five to run', () => stage.world.arc.liveVoters.length === 5);
  await stage.polls(12);
  stage.expectDeletes([]);
  thaw();
  await stage.settled({ voters: ids(5) });
  await stage.verdict('arc-4', 'Keep', 'InRange');
  stage.expectRemovals();
}

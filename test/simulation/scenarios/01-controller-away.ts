import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { removal: { delay: '30s' } } };

export const controllerAway = scenario(
  '1b',
  '5→3, and the StatefulSet controller goes away before they settle',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    stage.world.kubernetes.sets.stop();
    // It has not seen this spec: a pod of an older one may still come.
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } as const;
    stage.users.editSet(stage.world.set('arc'), (spec) => ({ ...spec, updateStrategy }));
    await stage.verdict('arc-4', 'Waiting', 'SetNotObserved');
    await stage.polls(6);
    await stage.verdict('arc-4', 'Waiting', 'SetNotObserved');
    stage.expectDeletes([]);

    stage.world.kubernetes.sets.start();
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

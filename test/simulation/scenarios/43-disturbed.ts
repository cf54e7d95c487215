import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

// One pod after the other, the controller would wait for the one that hangs before it scales down.
const sets = [{ name: 'arc', replicas: 7, parallel: true }];

export const disturbed = scenario(
  '43',
  'annotations rewritten every 2 s, and one pod hangs',
  { sets },
  async (stage) => {
    await stage.healthy();
    const stop = stage.users.annotateEvery(cluster, 2_000);
    stage.pods.freeze('arc-1');
    stage.store.ungraceful();
    stage.scale(5);
    await stage.shows('the end of both removals', ({ removals, removal }) => removals?.length === 2 && !removal);
    stage.expectDeletes(['arc-6', 'arc-5']);
    stage.expectRemovals('arc-6 Removed', 'arc-5 Removed');
    stage.pods.thaw('arc-1');
    await stage.settled({ voters: ids(5) });
    stop();
  },
);

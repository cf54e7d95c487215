import type { Call } from '../kubernetes/serving/call.ts';
import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { removal: { delay: '30s', mode: 'Observe' } } };

export const skippedGeneration = scenario(
  '29d',
  '3→5→3 in a gap of the watches, long after 5→3',
  options,
  async (stage) => {
    const { server } = stage.world.kubernetes;
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-4', 'Blocked', 'ObserveOnly');
    await stage.verdict('arc-3', 'Blocked', 'ObserveOnly');
    const isOfPods = ({ kind }: Call): boolean => kind !== 'raftclusters';
    const thaw = server.freezeWatches(isOfPods);
    stage.scale(5);
    await stage.until('all five to run', () => stage.world.arc.liveVoters.length === 5);
    stage.scale(3);
    await stage.until('two of them to be gone', () => stage.pods.all.length === 3);
    stage.users.setMode(cluster, 'Automatic');
    // What comes instead of the changes is a list: nobody has seen that they were wanted.
    server.closeWatches('expire', isOfPods);
    thaw();
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    stage.expectDeletes([]);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

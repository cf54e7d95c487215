import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

/** Generation B of Arc: readers do not vote. */
const options = {
  sets: [
    { name: 'arc', replicas: 5 },
    { name: 'reader', replicas: 2, role: 'reader' },
  ],
  arc: { generation: 'B' },
  spec: { removal: { mode: 'Observe' } },
} as const;

export const nonvoterGone = scenario('32', 'a nonvoter and a voter are gone for good', options, async (stage) => {
  await stage.healthy();
  stage.expect(stage.member('reader-1')?.suffrage === 'Nonvoter', 'readers do not vote');
  stage.store.ungraceful();
  stage.scale(4);
  await stage.verdict('arc-4', 'Blocked', 'ObserveOnly');
  stage.scale(1, 'reader');
  await stage.verdict('reader-1', 'Blocked', 'ObserveOnly');
  stage.expectDeletes([]);

  stage.users.setMode(cluster, 'Automatic');
  await stage.settled({ voters: ids(4) });
  stage.expectDeletes(['reader-1', 'arc-4']);
  stage.expectRemovals('reader-1 Removed', 'arc-4 Removed');
});

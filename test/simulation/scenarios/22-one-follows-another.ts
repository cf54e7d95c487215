import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const followsAnother = scenario(
  '22d',
  'a follower shows that it follows who led before, the others are a quorum',
  {},
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ view: 'lagging' }, 'arc-1');
    await stage.store.leadBy('arc-2');
    stage.store.ungraceful();
    stage.scale(4);
    const message = /^arc-2 leads, but arc-1 follows arc-0\.$/;
    await stage.verdict('arc-4', 'Blocked', 'ViewsDisagree', message);
    await stage.polls(6);
    await stage.verdict('arc-4', 'Blocked', 'ViewsDisagree', message);
    stage.expectDeletes([]);

    stage.store.faults({}, 'arc-1');
    await stage.settled({ voters: ids(4) });
    stage.expectDeletes(['arc-4']);
    stage.expectRemovals('arc-4 Removed');
  },
);

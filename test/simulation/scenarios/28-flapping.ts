import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { replicas: 9, spec: { removal: { delay: '60s' } } };
/** Between two changes of `replicas`. Milliseconds. */
const period = 20_000;

export const flapping = scenario(
  '28',
  'replicas flapping between 3 and 4, with older ghosts 7 and 8',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(7);
    await stage.until('arc-7 to be gone', () => stage.pods.all.length === 7);
    // The next three say goodbye: of the nine only 7 and 8 are left behind.
    stage.store.graceful();
    stage.scale(4);
    await stage.until('six voters', () => stage.pods.all.length === 4 && stage.world.arc.committed.length === 6);
    stage.store.ungraceful();

    for (let flap = 0; flap < 8; flap++) {
      stage.scale(flap % 2 === 0 ? 3 : 4);
      await stage.pass(period);
    }
    await stage.settled({ voters: ids(4) });
    const verdicts = stage.statuses.verdictsOf('arc-3');
    stage.expect(!verdicts.has('Removing RemovingVoter'), 'arc-3 was never to be removed');
    stage.expectDeletes(['arc-8', 'arc-7']);
    stage.expectRemovals('arc-8 Removed', 'arc-7 Removed');
  },
);

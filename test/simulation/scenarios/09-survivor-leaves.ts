import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

/** A pod that is told to stop answers for so long. */
const options = { sets: [{ name: 'arc', replicas: 5, parallel: true, grace: 60 }], arc: { leaveDelay: 40_000 } };

export const survivorLeaves = scenario(
  '9b',
  '5→3 with one of the three survivors Terminating',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    stage.pods.delete('arc-1');
    // It is live, and gone in a moment.
    await stage.verdict('arc-4', 'Blocked', 'QuorumGuard', /2 live voters that stay are left; 3 are needed/);
    stage.expectDeletes([]);
    await stage.condition('QuorumHealthy', { status: 'False', reason: 'QuorumLost' });
    stage.expectDeletes([]);

    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

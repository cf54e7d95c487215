import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const logBehind = scenario(
  '45b',
  'the log of one follower does not move over a change of leader',
  {},
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ log: 'stuck' }, 'arc-1');
    // A new leader begins with an entry; the configuration stays, so nothing else tells.
    stage.store.node('arc-2').raft.standNow();
    await stage.until('another leader', () => (stage.store.leader ?? 'arc-0') !== 'arc-0');
    await stage.condition('QuorumHealthy', {
      reason: 'Healthy',
      message: /Not live: arc-1 has a log that lags behind/,
    });
    await stage.shows('four live voters', ({ liveVoters, faultTolerance }) => liveVoters === 4 && faultTolerance === 1);

    stage.store.faults({}, 'arc-1');
    await stage.settled({ voters: ids(5) });
    stage.expectDeletes([]);
    stage.expectRemovals();
  },
);

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const twoMinutes = 120_000;

export const wrongClock = scenario(
  '44',
  'the clock of the leader is 2 min ahead, then 2 min behind',
  {},
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.store.faults({ clockSkewMs: twoMinutes }, 'arc-0');
    stage.scale(4);
    await stage.settled({ voters: ids(4) });
    stage.store.faults({ clockSkewMs: -twoMinutes }, 'arc-0');
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes([
      { member: 'arc-4', node: 'arc-0', status: 200 },
      { member: 'arc-3', node: 'arc-0', status: 200 },
    ]);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
    const verdicts = [...stage.statuses.verdictsOf()];
    stage.expect(!verdicts.some((verdict) => verdict.endsWith('StillAlive')), `verdicts: ${verdicts.join(', ')}`);
  },
);

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const errorAfterSuccess = scenario('16', 'DELETE answers 500, and the voter is gone', {}, async (stage) => {
  await stage.healthy();
  stage.store.faults({ delete: 'error-after-success' });
  stage.store.ungraceful();
  stage.scale(3);
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes([
    { member: 'arc-4', status: 500 },
    { member: 'arc-3', status: 500 },
  ]);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  for (const { evidence } of stage.status.removals ?? [])
    stage.expect(/absent from the configuration that leader arc-0 committed/.test(evidence), `evidence: ${evidence}`);
});

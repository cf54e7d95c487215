import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const ungracefulScaleDown = scenario('1', '5→3, pods killed without leave', {}, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-4', 'Waiting', 'Settling');
  await stage.condition('Reconciling', { reason: 'Settling', message: /arc-3.*arc-4/ });
  stage.expectDeletes([]);

  await stage.settled({ voters: ids(3) });
  stage.expectDeletes([
    { member: 'arc-4', node: 'arc-0', status: 200 },
    { member: 'arc-3', node: 'arc-0', status: 200 },
  ]);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  stage.expectEvents('Healthy', 'Settling', 'RemovingVoter', 'Removed');
});

import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { removal: { mode: 'Observe' } } };

export const observeAndSuspend = scenario('27', 'Observe, then suspended, then let go', options, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-3', 'Blocked', 'ObserveOnly');
  await stage.verdict('arc-4', 'Blocked', 'ObserveOnly');
  await stage.condition('RemovalBlocked', { reason: 'ObserveOnly' });
  await stage.polls(6);
  stage.expectDeletes([]);

  stage.users.suspend(cluster, true);
  await stage.condition('Suspended', { reason: 'Suspended' });
  const { adminRequests } = stage;
  await stage.pass(3_600_000);
  stage.expect(stage.adminRequests === adminRequests, 'not one admin request while suspended');
  const [set] = stage.status.statefulSets ?? [];
  stage.expect(set?.replicas === 3 && set.minSafeReplicas === 3, 'no scale-down is called safe');
  stage.expectDeletes([]);

  stage.users.setMode(cluster, 'Automatic');
  stage.users.suspend(cluster, false);
  await stage.settled({ voters: ids(3) });
  stage.expect(!(stage.status.conditions ?? []).some(({ type }) => type === 'Suspended'), 'not Suspended any more');
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

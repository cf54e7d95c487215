import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { replicas: 7, spec: { removal: { maxPerHour: 2 }, admin: { pollInterval: '5m' } } };
const hour = 3_600_000;

export const budgetSpent = scenario('31', 'maxPerHour reached', options, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(4);
  await stage.verdict('arc-4', 'Waiting', 'BudgetSpent', /\d{4}-\d\d-\d\dT\d\d:\d\d/);
  const spentAt = stage.world.now;
  stage.expectDeletes(['arc-6', 'arc-5']);
  await stage.pass(hour - 60_000);
  stage.expectDeletes(['arc-6', 'arc-5']);

  await stage.settled({ voters: ids(4) });
  stage.expect(stage.world.now <= spentAt + hour + 10_000, 'it goes on when the budget frees');
  stage.expectDeletes(['arc-6', 'arc-5', 'arc-4']);
  stage.expectRemovals('arc-6 Removed', 'arc-5 Removed', 'arc-4 Removed');
});

import { scenario } from './scenario.ts';

const options = { replicas: 7, spec: { removal: { maxPerHour: 2 } } };

export const budgetOutlives = scenario(
  '31b',
  'maxPerHour reached, and the operator restarted',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(4);
    await stage.verdict('arc-4', 'Waiting', 'BudgetSpent');
    stage.operator.crash();
    stage.startOperator();
    await stage.pass(60_000);
    await stage.verdict('arc-4', 'Waiting', 'BudgetSpent');
    await stage.polls(6);
    stage.expectDeletes(['arc-6', 'arc-5']);
    stage.expectRemovals('arc-6 Removed', 'arc-5 Removed');
  },
);

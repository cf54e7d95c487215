import { expect, test } from '@jest/globals';

import { budget } from '../../../src/membership/clauses/pace-clauses.ts';
import { silent } from '../../../src/membership/clauses/store-clauses.ts';
import { memberTargets } from '../../../src/membership/clauses/targets.ts';
import type { Context } from '../../../src/membership/clauses/question.ts';
import { orderRemoval } from '../../../src/membership/order.ts';
import { cluster, scaledDown } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';

/** What another clause, the schema or the API server prevents already, and is prevented here all the same. */

function ghost(world: Cluster): readonly [NonNullable<ReturnType<typeof memberTargets>[number]>, Context] {
  const context = world.context();
  const target = memberTargets(context).find(({ id }) => id === 'arc-4');
  if (!target) throw new Error('no ghost');
  return [target, context];
}

test('there is no order without a leader to send it to', () => {
  const world = scaledDown().leader(undefined);
  expect(orderRemoval(world.fresh(), ...ghost(world), 'operator-1')).toBeUndefined();
});

test('nobody is silent who was not sighted', () => {
  const [target, context] = ghost(scaledDown());
  const refusal = silent(target, { ...context, memory: { ...context.memory, sightings: new Map() } });
  expect(refusal).toMatchObject({ verdict: 'Waiting', reason: 'Settling' });
});

test('a removal that was sent at an unreadable time counts as sent now', () => {
  const [target, context] = ghost(scaledDown());
  const unreadable = {
    member: 'x',
    startedAt: 'yesterday',
    finishedAt: '',
    result: 'Removed' as const,
    answer: '',
    evidence: '',
  };
  const status = { removals: Array.from({ length: 8 }, () => unreadable) };
  const facts = { ...context.facts, cluster: { ...context.facts.cluster, status } };
  expect(budget(target, { ...context, facts })).toMatchObject({ reason: 'BudgetSpent' });
  expect(
    budget(target, { ...context, facts: { ...facts, cluster: { ...facts.cluster, status: {} } } }),
  ).toBeUndefined();
});

test('a pod of which nothing is known cannot be asked', () => {
  const world = cluster().set('arc').voters(3);
  world.round = () => [];
  expect(world.pass().status.conditions?.[0]).toMatchObject({
    reason: 'AdminUnreachable',
    message: 'No pod of the cluster can be asked yet.',
  });
});

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
/** After so long without success a removal is stalled. Milliseconds, with the backoff in which it is found out. */
const stalledAfter = 1_200_000;

export const answeredButStays = scenario('15', 'DELETE answers 200, and the voter stays', options, async (stage) => {
  await stage.healthy();
  stage.store.faults({ delete: 'lie', member: 'arc-4' });
  stage.store.ungraceful();
  stage.scale(3);
  await stage.deletion('arc-4');
  await stage.shows('the end of the first removal', ({ removals }) => removals?.length === 1);
  stage.expectRemovals('arc-4 NotRemoved');

  // Its turn comes again after a backoff; the other's comes first.
  await stage.verdict('arc-4', 'Waiting', 'RemovalUnconfirmed');
  await stage.shows('the end of the second', ({ removals }) => removals?.length === 2);
  stage.expectRemovals('arc-4 NotRemoved', 'arc-3 Removed');

  await stage.condition('Stalled', { reason: 'RemovalUnconfirmed', message: /arc-4/ }, stalledAfter);
  const results = new Set(
    (stage.status.removals ?? []).flatMap(({ member, result }) => (member === 'arc-4' ? result : [])),
  );
  stage.expect([...results].join() === 'NotRemoved', 'arc-4 was never told to be removed');
  const lies = stage.world.arc.removals.filter(({ fault }) => fault === 'lie').length;
  stage.expect(lies >= 3 && lies <= 8, `${lies} attempts in ten minutes`);

  stage.store.faults({});
  await stage.settled({ voters: ids(3), longest: stalledAfter });
  stage.expect(!(stage.status.conditions ?? []).some(({ type }) => type === 'Stalled'), 'nothing is stalled any more');
  const last = stage.status.removals?.at(-1);
  stage.expect(last?.member === 'arc-4' && last.result === 'Removed', 'arc-4 is removed in the end');
  stage.expectDeletes(stage.world.arc.removals.map((_, index) => ({ member: index === 1 ? 'arc-3' : 'arc-4' })));
  stage.expectEvents('NotRemoved', 'RemovalUnconfirmed', 'Removed');
});

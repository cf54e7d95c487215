import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';

const protection = /Ordinal 0 of arc is protected; use spec.decommission if it is gone for good/;

export const startRaised = scenario('13', 'ordinals.start raised, the lowest ordinal protected', {}, async (stage) => {
  await stage.healthy({ leader: 'arc-2' });
  stage.store.ungraceful();
  stage.users.editSet(stage.world.set('arc'), (spec) => ({ ...spec, replicas: 3, ordinals: { start: 2 } }));
  await stage.verdict('arc-0', 'Blocked', 'Protected', protection);
  await stage.condition('RemovalBlocked', { reason: 'Protected', message: /^arc-0: / });
  await stage.shows('the end of the only removal', ({ removals, removal }) => removals?.length === 1 && !removal);
  await stage.polls(6);
  stage.expectDeletes(['arc-1']);

  stage.users.decommission(cluster, ['arc-0']);
  await stage.settled({ voters: ['arc-2', 'arc-3', 'arc-4'] });
  stage.expectDeletes(['arc-1', 'arc-0']);
  stage.expectRemovals('arc-1 Removed', 'arc-0 Removed');
});

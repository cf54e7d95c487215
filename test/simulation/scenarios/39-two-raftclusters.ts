import { namespace } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';
import { Statuses } from './statuses.ts';

export const twoRaftClusters = scenario('39', 'two RaftClusters name one StatefulSet', {}, async (stage) => {
  await stage.healthy();
  const younger = new Statuses(stage.world, 'brother');
  const { spec } = stage.world.kubernetes.objects.get('raftclusters', namespace, 'arc') ?? {};
  stage.users.createCluster({ namespace, name: 'brother' }, spec ?? {});
  await stage.until('the younger to be stalled', () =>
    younger.isCurrently(({ conditions = [] }) =>
      conditions.some(
        ({ type, reason, message }) =>
          type === 'Stalled' &&
          reason === 'TargetConflict' &&
          /StatefulSet arc belongs to the older RaftCluster arc/.test(message),
      ),
    ),
  );

  stage.store.ungraceful();
  stage.scale(4);
  await stage.settled({ voters: ids(4) });
  await stage.polls(6);
  stage.expectDeletes(['arc-4']);
  stage.expectRemovals('arc-4 Removed');
  stage.expect(younger.verdictsOf('arc-4').has('Blocked TargetConflict'), 'the younger says why it does not act');
  const acts = younger.history.filter(({ status: { removal, removals = [] } }) => removal ?? removals[0]);
  stage.expect(acts.length === 0, 'the younger never acts');
});

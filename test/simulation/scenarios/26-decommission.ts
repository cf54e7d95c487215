import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const spent = /spec.decommission named it once and was honoured; take the entry out, and put it back only if/;
const entries = ['other-0', 'arc-1'];
const all = [...ids(3), 'other-0'];
const options = {
  sets: [
    { name: 'arc', replicas: 3 },
    { name: 'other', replicas: 1 },
  ],
  spec: { members: [{ statefulSet: 'arc' }] },
};

export const decommission = scenario(
  '26',
  'decommission a dead foreign voter, by mistake a wanted one, and one that returns',
  options,
  async (stage) => {
    await stage.world.formed();
    await stage.store.leadBy('arc-0');
    stage.world.apply();
    stage.startOperator();
    await stage.settled({ voters: all, live: 3 });

    // By mistake twice: both are wanted.
    const wanted = /^StatefulSet other wants this pod \(ordinal 0\); spec.decommission does not apply to a pod that is/;
    stage.users.decommission(cluster, entries);
    await stage.verdict('other-0', 'Keep', 'InRange', wanted);
    await stage.verdict('arc-1', 'Keep', 'InRange', /^StatefulSet arc wants this pod \(ordinals 0 to 2\); spec.decomm/);
    await stage.polls(6);
    stage.expectDeletes([]);

    stage.store.ungraceful();
    stage.scale(0, 'other');
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['other-0']);
    stage.expectRemovals('other-0 Removed');

    // Honoured once: it comes back, and is not removed again when it goes.
    stage.scale(1, 'other');
    await stage.settled({ voters: all, live: 3 });
    stage.scale(0, 'other');
    await stage.verdict('other-0', 'Blocked', 'DecommissionSpent', spent);
    await stage.condition('RemovalBlocked', { reason: 'DecommissionSpent', message: /^other-0: / });
    await stage.polls(6);
    stage.expectDeletes(['other-0']);

    stage.users.decommission(cluster, []);
    await stage.verdict('other-0', 'Unmanaged', 'Unmanaged');
    stage.users.decommission(cluster, entries);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['other-0', 'other-0']);
    stage.expectRemovals('other-0 Removed', 'other-0 Removed');
  },
);

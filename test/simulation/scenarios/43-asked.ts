import { requestAnnotation } from '../../../src/api/request.ts';
import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const askedAgainAndAgain = scenario(
  '43b',
  'somebody asks for a look at once every 2 s, and once a thousand times',
  {},
  async (stage) => {
    await stage.healthy();
    const before = stage.adminRequests;
    for (let count = 0; count < 1_000; count++) stage.users.request(cluster, `at once, ${count}`);
    await stage.shows('the last of them', (status) => status.lastHandledReconcileAt === 'at once, 999');
    // The thousand come over the watch one after the other: the pass of the first, and one of all the others.
    const asked = stage.adminRequests - before;
    stage.expect(asked <= 100, `5 members were asked ${asked} times for a thousand wishes`);

    const stop = stage.users.annotateEvery(cluster, 2_000, requestAnnotation);
    stage.store.ungraceful();
    const scaledAt = stage.world.now;
    stage.scale(3);
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    await stage.deletion('arc-4');
    stage.expect(stage.world.now - scaledAt >= 10_000, 'the delay of 10 s was cut short');
    await stage.settled({ voters: ids(3) });
    stop();
    await stage.polls();
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

export const asked = scenario(
  '43c',
  'somebody asks for a look, long before the next poll',
  { spec: { admin: { pollInterval: '1h' } } },
  async (stage) => {
    await stage.healthy();
    await stage.pass(60_000);
    const before = stage.adminRequests;
    await stage.pass(60_000);
    stage.expect(stage.adminRequests === before, 'nobody is asked between two polls');
    stage.users.request(cluster, 'please');
    await stage.shows('the request', (status) => status.lastHandledReconcileAt === 'please', 2_000);
    stage.expect(stage.adminRequests >= before + 5, 'all members were asked');
    stage.expectDeletes([]);
  },
);

import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
/** Milliseconds. */
const outage = 600_000;

export const apiServerDown = scenario(
  '30a',
  'API server down for 10 min while two pods settle',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    const { server } = stage.world.kubernetes;
    server.stop();
    await stage.pass(outage);
    stage.expectDeletes([]);
    server.start();
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

export const apiServerDownInFlight = scenario(
  '30b',
  'API server down for 10 min in the middle of a removal',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.deletion('arc-4');
    const { server } = stage.world.kubernetes;
    server.stop();
    await stage.pass(outage);
    // What was on its way is done; nothing else is sent without a record.
    stage.expectDeletes(['arc-4']);
    server.start();
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);
